package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.JobStoreContract;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.library.LibraryStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurrealJobStoreTest implements JobStoreContract {
  @RegisterExtension private final FreshSurreal fresh = new FreshSurreal();

  /** As while servers are renewed one by one. */
  @Test
  void allWorkIsLeftToNewerServers() {
    grant(ANN, 100);
    Job claimed = claimed(Fixtures.job(ANN));
    Job lapsing = claimed(Fixtures.job(ANN));
    Job waiting = admit(Fixtures.job(ANN));
    String newer = "migration:⟨later.surql⟩";
    move("CREATE ONLY %s SET at = time::now() RETURN NONE".formatted(newer));
    assertEquals(List.of(), claim(10));
    assertEquals(List.of(), lapsed(NOON.plus(LEASE)));
    assertEquals(List.of(), jobs().overdue(waiting.startBy(), 10));
    admit(Fixtures.job(ANN));
    List<String> keys = List.of("users/x/inputs/of-a-newer-kind.png");
    assertEquals(Set.copyOf(keys), jobs().needed(keys));
    fail(claimed);
    assertEquals(0, jobs().prune(NOON.plusSeconds(1), 10));

    move("DELETE ONLY %s".formatted(newer));
    assertEquals(Set.of(), jobs().needed(keys));
    assertEquals(1, jobs().prune(NOON.plusSeconds(1), 10));
    assertEquals(List.of(lapsing.id()), ids(lapsed(NOON.plus(LEASE))));
    assertEquals(2, jobs().overdue(waiting.startBy(), 10).size());
    assertEquals(2, claim(10).size());
  }

  /** As those that were there before anybody wrote down which files they name. */
  @Test
  void theInputsOfOlderJobsAreWrittenDownOnce() {
    String key = "users/x/inputs/1.png";
    NewJob job = Fixtures.job(ANN, 0, null, NOON);
    Draft draft = job.draft();
    fail(
        claimed(
            new NewJob(
                job.id(),
                new Draft(
                    ANN,
                    "rembg",
                    JsonNodeFactory.instance.objectNode().put("source", key),
                    0,
                    draft.within(),
                    draft.terms()),
                NOON,
                job.startBy(),
                job.endBy(),
                20,
                job.idempotencyAge())));
    move("DELETE job_input");
    assertEquals(Set.of(), jobs().needed(List.of(key)));
    move(Migrations.text("job-input-records.surql"));
    move(Migrations.text("job-input-records.surql"));
    assertEquals(Set.of(key), jobs().needed(List.of(key)));
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
