-- Tokens of machines; of their texts only the digest is kept.
CREATE TABLE api_token (
  id           TEXT    NOT NULL PRIMARY KEY,
  user         TEXT    NOT NULL,
  digest       TEXT    NOT NULL UNIQUE,
  name         TEXT    NOT NULL,
  scopes       TEXT    NOT NULL, -- JSON, in lower case
  created_at   INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT;

CREATE INDEX api_token_of_user ON api_token (user, id);
