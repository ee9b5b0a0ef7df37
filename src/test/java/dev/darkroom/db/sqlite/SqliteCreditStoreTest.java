package dev.darkroom.db.sqlite;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.CreditStoreContract;
import dev.darkroom.jobs.JobStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteCreditStoreTest extends CreditStoreContract {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("darkroom.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected JobStore jobs() {
    return new SqliteJobStore(database);
  }

  @Override
  protected CreditStore credits() {
    return new SqliteCreditStore(database);
  }
}
