package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Rows;
import dev.darkroom.jobs.SuspectsContract;
import java.nio.file.Path;

class SqliteSuspectsTest extends SuspectsContract {
  @Override
  protected Rows rows(Path folder) {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }
}
