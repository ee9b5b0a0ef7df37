package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.CrashContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;

class SqliteCrashTest extends CrashContract {
  @Override
  protected Rows rows(Path folder) {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }
}
