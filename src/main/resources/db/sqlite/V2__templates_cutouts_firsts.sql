CREATE TABLE template (
  id           TEXT    NOT NULL PRIMARY KEY,
  slug         TEXT    NOT NULL UNIQUE,
  name         TEXT    NOT NULL,
  description  TEXT    NOT NULL,
  prompt       TEXT    NOT NULL,
  model        TEXT,
  aspect_ratio TEXT,
  image_keys   TEXT    NOT NULL, -- JSON
  variables    TEXT    NOT NULL, -- JSON
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL
) STRICT;

-- What was put here once at the first start, and is not put here again.
CREATE TABLE seed (
  name TEXT    NOT NULL PRIMARY KEY,
  at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A user's first completed job of each type; outlives the job.
CREATE TABLE first_job (
  user   TEXT NOT NULL,
  type   TEXT NOT NULL,
  job_id TEXT NOT NULL,
  PRIMARY KEY (user, type)
) STRICT, WITHOUT ROWID;

INSERT INTO first_job (user, type, job_id)
SELECT user, type, id FROM job WHERE status = 'completed'
ORDER BY ended_at
ON CONFLICT (user, type) DO NOTHING;

-- Tells equal requests apart from others; an equal one that is under way is joined.
ALTER TABLE job ADD COLUMN fingerprint TEXT;

CREATE INDEX job_of_fingerprint ON job (user, fingerprint) WHERE fingerprint IS NOT NULL;

ALTER TABLE library_item ADD COLUMN mask_key TEXT;
ALTER TABLE library_item ADD COLUMN fingerprint TEXT;

CREATE INDEX library_of_fingerprint ON library_item (user, fingerprint)
  WHERE fingerprint IS NOT NULL;

-- From here on a job brings the call that it makes.
UPDATE job
SET input = json_set(input, '$.calls',
  json_object('main',
    json_object('model', 'fal-ai/clarity-upscaler',
      'input', json_object('upscale_factor', json_extract(input, '$.factor')))))
WHERE type = 'upscale' AND lane > 0;
