package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.CreditStoreContract;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.JobStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

  /** A job that has ended and keeps its hold also counts as unfinished, against a limit. */
  @Test
  void whatIsHeldForAnEndedJobIsRecountedWithTheUnfinishedJobs() {
    credits().grant(ANN, 50, "Welcome", "w", NOON);
    jobs().admit(Fixtures.job(ANN, 30, null, NOON));
    jobs().admit(Fixtures.job(ANN, 7, null, NOON));
    assertEquals("[2, 1, 37]", counts());
    end(7);
    assertTrue(credits().recountHeld(ANN, NOON));
    assertEquals("[1, 1, 30]", counts());
    end(30);
    assertTrue(credits().recountHeld(ANN, NOON));
    assertEquals("[0, -1, 0]", counts());
    assertFalse(credits().recountHeld(ANN, NOON));
  }

  /** As nobody should: without its hold. */
  private void end(long held) {
    fresh
        .database()
        .move(
            """
            {
              UPDATE tool_job SET status = 'failed', phase = 'failed', step = 'none', lane = 0,
                ended_at = $now WHERE held_credits = $held;
            }
            """,
            Map.of("now", NOON, "held", held));
  }

  private String counts() {
    return String.valueOf(
        fresh
            .database()
            .read(
                """
                {
                  LET $has = (SELECT * FROM ONLY $user);
                  RETURN [$has.unfinished, $has.last_turn, $has.credits_held];
                }
                """,
                Map.of("user", Ledger.user(ANN))));
  }
}
