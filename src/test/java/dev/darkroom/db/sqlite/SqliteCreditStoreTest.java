package dev.darkroom.db.sqlite;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.CreditStoreContract;
import dev.darkroom.jobs.JobStore;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteCreditStoreTest extends CreditStoreContract {
  @RegisterExtension private final FreshSqlite fresh = new FreshSqlite();

  @Override
  protected JobStore jobs() {
    return new SqliteJobStore(fresh.database());
  }

  @Override
  protected CreditStore credits() {
    return new SqliteCreditStore(fresh.database());
  }
}
