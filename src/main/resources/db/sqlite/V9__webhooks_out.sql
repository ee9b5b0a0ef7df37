-- Who is told how a job goes, and how far it has been told. What waits to be told is the job's own log.
CREATE TABLE webhook (
  job_id      TEXT    NOT NULL PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  user        TEXT    NOT NULL,
  url         TEXT    NOT NULL,
  host        TEXT    NOT NULL,
  events      TEXT    NOT NULL, -- JSON: the kinds that are told
  told        INTEGER NOT NULL, -- the number of the last event that was delivered or passed over
  wanted      INTEGER NOT NULL, -- that of the newest one to be told
  tries       INTEGER NOT NULL, -- in vain, of the next one
  attempts    INTEGER NOT NULL, -- in all
  due_at      INTEGER NOT NULL,
  state       TEXT    NOT NULL CHECK (state IN ('open', 'gone', 'given_up')),
  version     INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_due ON webhook (due_at) WHERE state = 'open' AND told < wanted;
CREATE INDEX webhook_leased ON webhook (lease_owner) WHERE lease_until > 0;

-- In the commit that writes the event, whoever writes it.
CREATE TRIGGER event_wakes_webhook AFTER INSERT ON job_event
BEGIN
  UPDATE webhook SET wanted = NEW.seq
  WHERE job_id = NEW.job_id AND instr(events, '"' || NEW.kind || '"');
END;

-- The last attempts; n is 1, 2, 3 … for each job.
CREATE TABLE webhook_attempt (
  job_id  TEXT    NOT NULL REFERENCES webhook (job_id) ON DELETE CASCADE,
  n       INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  kind    TEXT    NOT NULL,
  attempt INTEGER NOT NULL,
  outcome TEXT    NOT NULL,
  millis  INTEGER NOT NULL,
  PRIMARY KEY (job_id, n)
) STRICT, WITHOUT ROWID;

-- When users changed their secrets. The secrets follow from these numbers and the server's own; none is kept.
CREATE TABLE webhook_secret (
  user    TEXT    NOT NULL,
  n       INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (user, n)
) STRICT, WITHOUT ROWID;
