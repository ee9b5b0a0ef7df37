package dev.darkroom.db.surreal;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.JobStoreContract;
import dev.darkroom.library.LibraryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SurrealJobStoreTest extends JobStoreContract {
  private SurrealDatabase database;

  @BeforeEach
  void open() {
    database = SurrealServer.shared().open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected JobStore jobs() {
    return new SurrealJobStore(database);
  }

  @Override
  protected CreditStore credits() {
    return new SurrealCreditStore(database);
  }

  @Override
  protected LibraryStore library() {
    return new SurrealLibraryStore(database);
  }
}
