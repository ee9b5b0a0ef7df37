package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.CancelContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;

class SqliteCancelTest extends CancelContract {
  @Override
  protected Rows rows(Path folder) {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }
}
