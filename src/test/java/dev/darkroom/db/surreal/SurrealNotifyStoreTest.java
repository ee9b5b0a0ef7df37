package dev.darkroom.db.surreal;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.notify.DeliveriesContract;
import dev.darkroom.notify.NotifyContract;
import dev.darkroom.notify.NotifyStore;
import dev.darkroom.notify.ReceiversContract;
import dev.darkroom.notify.SecretsContract;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurrealNotifyStoreTest
    implements NotifyContract, DeliveriesContract, ReceiversContract, SecretsContract {
  @RegisterExtension private final FreshSurreal fresh = new FreshSurreal();

  @Override
  public JobStore jobs() {
    return new SurrealJobStore(fresh.database());
  }

  @Override
  public CreditStore credits() {
    return new SurrealCreditStore(fresh.database());
  }

  @Override
  public LibraryStore library() {
    return new SurrealLibraryStore(fresh.database());
  }

  @Override
  public NotifyStore webhooks() {
    return new SurrealNotifyStore(fresh.database());
  }

  @Override
  public void spoil(String jobId) {
    // What is read only may still be made anew.
    String spoil =
        """
        {
          LET $row = (SELECT * FROM ONLY $hook);
          DELETE $hook RETURN NONE;
          CREATE ONLY $hook CONTENT object::extend($row, { events: ['no such'] }) RETURN NONE;
          RETURN 1;
        }
        """;
    fresh.database().move(spoil, Map.of("hook", SurrealNotifyStore.id(jobId)));
  }
}
