package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.OversightContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;

class SqliteOversightTest extends OversightContract {
  @Override
  protected Rows rows(Path folder) {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }
}
