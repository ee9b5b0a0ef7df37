-- Times are milliseconds since 1970 (UTC); credits are whole numbers; JSON is text.

CREATE TABLE account (
  user       TEXT    NOT NULL PRIMARY KEY,
  balance    INTEGER NOT NULL DEFAULT 0 CHECK (balance >= 0),
  held       INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0 AND held <= balance),
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE job (
  id              TEXT    NOT NULL PRIMARY KEY,
  user            TEXT    NOT NULL REFERENCES account (user),
  type            TEXT    NOT NULL,
  input           TEXT    NOT NULL,
  held_credits    INTEGER NOT NULL CHECK (held_credits >= 0),
  created_at      INTEGER NOT NULL,
  start_by        INTEGER NOT NULL,
  idempotency_key TEXT,
  body_hash       TEXT,
  -- where it is
  status          TEXT    NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
  phase           TEXT    NOT NULL,
  step            TEXT    NOT NULL,
  progress        REAL    NOT NULL,
  queue_position  INTEGER,
  results         TEXT    NOT NULL,
  request         TEXT,
  request_id      TEXT,
  submits         INTEGER NOT NULL,
  tries           INTEGER NOT NULL,
  breaks          INTEGER NOT NULL,
  lost_answers    INTEGER NOT NULL,
  cause_code      TEXT,
  cause_words     TEXT,
  charged_credits INTEGER CHECK (charged_credits <= held_credits),
  result_key      TEXT,
  due_at          INTEGER NOT NULL,
  end_by          INTEGER NOT NULL,
  started_at      INTEGER,
  ended_at        INTEGER,
  -- who works on it, and when its turn comes
  lane            INTEGER NOT NULL CHECK (lane IN (0, 1, 2)), -- 0 ended, 1 waits for a turn, 2 under way
  turn            INTEGER NOT NULL,
  version         INTEGER NOT NULL,
  lease_owner     TEXT,
  lease_until     INTEGER,
  claimed_at      INTEGER,
  nudged_at       INTEGER
) STRICT;

CREATE UNIQUE INDEX job_idempotency ON job (user, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX job_of_user ON job (user, id);
CREATE INDEX job_unfinished_of_user ON job (user, turn) WHERE lane > 0;
CREATE INDEX job_of_request ON job (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX job_in_turn ON job (turn, id) WHERE lane = 1;
CREATE INDEX job_start_by ON job (start_by) WHERE lane = 1;
CREATE INDEX job_due ON job (due_at) WHERE lane = 2;

CREATE TABLE job_event (
  job_id  TEXT    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  seq     INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  phase   TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  message TEXT    NOT NULL,
  PRIMARY KEY (job_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE hold (
  job_id     TEXT    NOT NULL PRIMARY KEY,
  user       TEXT    NOT NULL REFERENCES account (user),
  credits    INTEGER NOT NULL CHECK (credits >= 0),
  state      TEXT    NOT NULL CHECK (state IN ('open', 'charged', 'released')),
  opened_at  INTEGER NOT NULL,
  settled_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX hold_open ON hold (user) WHERE state = 'open';

CREATE TABLE entry (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  user       TEXT    NOT NULL REFERENCES account (user),
  delta      INTEGER NOT NULL CHECK (delta <> 0),
  reason     TEXT    NOT NULL,
  ref        TEXT,
  job_id     TEXT,
  balance    INTEGER NOT NULL CHECK (balance >= 0),
  created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX entry_ref ON entry (user, ref) WHERE ref IS NOT NULL;
CREATE UNIQUE INDEX entry_of_job ON entry (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX entry_of_user ON entry (user, id);

-- Money is only ever added to the book.
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are append-only'); END;

CREATE TABLE library_item (
  id           TEXT    NOT NULL PRIMARY KEY,
  user         TEXT    NOT NULL,
  key          TEXT    NOT NULL UNIQUE,
  kind         TEXT    NOT NULL CHECK (kind IN ('image', 'video')),
  content_type TEXT    NOT NULL,
  bytes        INTEGER NOT NULL,
  width        INTEGER NOT NULL,
  height       INTEGER NOT NULL,
  blurhash     TEXT    NOT NULL,
  job_id       TEXT    NOT NULL,
  job_type     TEXT    NOT NULL,
  source_key   TEXT,
  created_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX library_of_user ON library_item (user, id);
