-- What is looked for again and again is found without reading every job that waits or is under way.

-- The round that is being served, which each admission asks for.
CREATE INDEX job_round ON job (turn) WHERE lane = 2;

-- With the time, so that jobs that wait for a later one are passed over without being read.
DROP INDEX job_in_turn;
CREATE INDEX job_in_turn ON job (turn, id, due_at) WHERE lane = 1;

-- Leases are few, and the sweeper asks each second which of them have lapsed.
CREATE INDEX job_leased ON job (lease_until) WHERE lease_owner IS NOT NULL;
