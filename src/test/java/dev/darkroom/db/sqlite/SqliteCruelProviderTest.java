package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.CruelProviderContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;

class SqliteCruelProviderTest extends CruelProviderContract {
  @Override
  protected Rows rows(Path folder) {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }
}
