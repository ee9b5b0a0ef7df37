-- The log of jobs is also one log for each user: n is 1, 2, 3 … over all of the user's jobs, in the order of
-- commits, so that a stream of all can go on where it was cut. Lines of before have no number.
ALTER TABLE account ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_event ADD COLUMN user TEXT;
ALTER TABLE job_event ADD COLUMN n INTEGER;
ALTER TABLE job_event ADD COLUMN progress REAL NOT NULL DEFAULT 0;
ALTER TABLE job_event ADD COLUMN queue_position INTEGER;
CREATE UNIQUE INDEX job_event_of_user ON job_event (user, n) WHERE n IS NOT NULL;

-- The last lines that the model logged: for operators.
ALTER TABLE job ADD COLUMN log TEXT NOT NULL DEFAULT '[]';
