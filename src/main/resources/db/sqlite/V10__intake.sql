-- Whether new jobs are taken; without a row they are.
CREATE TABLE intake (
  name       TEXT    NOT NULL PRIMARY KEY CHECK (name = 'submits'),
  open       INTEGER NOT NULL CHECK (open IN (0, 1)),
  words      TEXT,
  changed_by TEXT    NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What operators look for among the jobs of all users, newest first.
CREATE INDEX job_of_status ON job (status, id);
CREATE INDEX job_of_cause ON job (cause_code, id) WHERE cause_code IS NOT NULL;
