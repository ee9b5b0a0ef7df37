package dev.darkroom.db.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.notify.DeliveriesContract;
import dev.darkroom.notify.NotifyContract;
import dev.darkroom.notify.NotifyStore;
import dev.darkroom.notify.ReceiversContract;
import dev.darkroom.notify.SecretsContract;
import java.util.function.Function;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteNotifyStoreTest
    implements NotifyContract, DeliveriesContract, ReceiversContract, SecretsContract {
  @RegisterExtension private final FreshSqlite fresh = new FreshSqlite();

  @Override
  public JobStore jobs() {
    return new SqliteJobStore(fresh.database());
  }

  @Override
  public CreditStore credits() {
    return new SqliteCreditStore(fresh.database());
  }

  @Override
  public LibraryStore library() {
    return new SqliteLibraryStore(fresh.database());
  }

  @Override
  public NotifyStore webhooks() {
    return new SqliteNotifyStore(fresh.database());
  }

  @Override
  public void spoil(String jobId) {
    Function<Session, Integer> spoil =
        h ->
            h.query("UPDATE webhook SET events = '[\"no such\"]' WHERE job_id = :job")
                .bind("job", jobId)
                .execute();
    assertEquals(1, fresh.database().write(spoil));
  }
}
