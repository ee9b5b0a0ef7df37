package dev.darkroom.db.surreal;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.JobStoreContract;
import dev.darkroom.library.LibraryStore;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurrealJobStoreTest implements JobStoreContract {
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
  public void write(Job job, String field, String word) {
    fresh
        .database()
        .move(
            "{ UPDATE ONLY $job SET %s = $word RETURN NONE; RETURN 1; }".formatted(field),
            Map.of("job", JobTable.ofType(job.type()).id(job.id()), "word", word));
  }
}
