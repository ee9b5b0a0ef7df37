package dev.darkroom.db.sqlite;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.notify.DeliveriesContract;
import dev.darkroom.notify.NotifyContract;
import dev.darkroom.notify.NotifyStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteNotifyStoreTest implements NotifyContract, DeliveriesContract {
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
  public JobStore jobs() {
    return new SqliteJobStore(database);
  }

  @Override
  public CreditStore credits() {
    return new SqliteCreditStore(database);
  }

  @Override
  public LibraryStore library() {
    return new SqliteLibraryStore(database);
  }

  @Override
  public NotifyStore webhooks() {
    return new SqliteNotifyStore(database);
  }
}
