package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.JobStoreContract;
import dev.darkroom.library.LibraryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurrealJobStoreTest implements JobStoreContract {
  @RegisterExtension private final FreshSurreal fresh = new FreshSurreal();

  /** As while servers are renewed one by one. */
  @Test
  void allWorkIsLeftToNewerServers() {
    grant(ANN, 100);
    Job claimed = claimed(Fixtures.job(ANN));
    Job waiting = admit(Fixtures.job(ANN));
    String newer = "migration:⟨later.surql⟩";
    move("CREATE ONLY %s SET at = time::now() RETURN NONE".formatted(newer));
    assertEquals(List.of(), claim(10));
    assertEquals(List.of(), lapsed(NOON.plus(LEASE)));
    assertEquals(List.of(), jobs().overdue(waiting.startBy(), 10));
    admit(Fixtures.job(ANN));

    move("DELETE ONLY %s".formatted(newer));
    assertEquals(List.of(claimed.id()), ids(lapsed(NOON.plus(LEASE))));
    assertEquals(2, jobs().overdue(waiting.startBy(), 10).size());
    assertEquals(2, claim(10).size());
  }

  private void move(String statement) {
    fresh.database().move("{ %s; RETURN 1; }".formatted(statement), Map.of());
  }

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
}
