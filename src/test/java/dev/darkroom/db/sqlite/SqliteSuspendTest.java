package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Rows;
import dev.darkroom.jobs.SuspendContract;
import java.nio.file.Path;

class SqliteSuspendTest extends SuspendContract {
  @Override
  protected Rows rows(Path folder) {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }
}
