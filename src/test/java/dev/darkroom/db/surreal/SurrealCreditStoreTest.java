package dev.darkroom.db.surreal;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.CreditStoreContract;
import dev.darkroom.jobs.JobStore;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurrealCreditStoreTest extends CreditStoreContract {
  @RegisterExtension private final FreshSurreal fresh = new FreshSurreal();

  @Override
  protected JobStore jobs() {
    return new SurrealJobStore(fresh.database());
  }

  @Override
  protected CreditStore credits() {
    return new SurrealCreditStore(fresh.database());
  }
}
