package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Rows;
import dev.darkroom.jobs.TimesContract;
import java.nio.file.Path;

class SqliteTimesTest extends TimesContract {
  @Override
  protected Rows rows(Path folder) {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }
}
