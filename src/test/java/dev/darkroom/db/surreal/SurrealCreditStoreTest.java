package dev.darkroom.db.surreal;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.CreditStoreContract;
import dev.darkroom.jobs.JobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SurrealCreditStoreTest extends CreditStoreContract {
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
}
