package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.RandomLedgerContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;

class SqliteRandomLedgerTest extends RandomLedgerContract {
  @Override
  protected Rows rows(Path folder) {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }
}
