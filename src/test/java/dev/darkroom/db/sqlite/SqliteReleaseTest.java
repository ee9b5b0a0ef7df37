package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.ReleaseContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;

class SqliteReleaseTest extends ReleaseContract {
  @Override
  protected Rows rows(Path folder) {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }
}
