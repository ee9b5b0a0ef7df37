-- The file whose import is not finished: until then no server starts on these rows.
CREATE TABLE unfinished_import (
  digest TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
