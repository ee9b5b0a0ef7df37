package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.Book;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.RandomLedger;
import dev.darkroom.jobs.Transitions;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Answers that are lost at random, and questions that arrive when nobody waits for them. */
@AddLifecycleHook(NeedsSurreal.class)
class SurrealLostAnswersTest {
  private static final int STEPS = 150;
  private static final Instant LEASE = NOON.plusSeconds(30);

  @Property(tries = 4)
  void whatWasDoneWithoutAnAnswerIsNotDoneAgain(@ForAll long seed) throws Exception {
    throughAProxy(
        (proxy, cut, direct) -> {
          Random random = new Random(seed);
          RandomLedger ledger = new RandomLedger(cut, random);
          // Some draws cut few, so there are more steps until it was enough.
          for (int i = 0; i < STEPS || (i < 3 * STEPS && proxy.lost() <= STEPS / 3); i++) {
            if (random.nextInt(3) > 0) {
              proxy.cut(random.nextInt(4), 1 + random.nextInt(2));
            }
            ledger.step();
            ledger.check(direct.book());
          }
          assertTrue(proxy.lost() > STEPS / 3, "answers were lost");
        });
  }

  @Example
  void aGrantThatArrivesLateCountsOnce() throws Exception {
    changesNothing(0, rows -> rows.credits().grant(ANN, 7, "Top-up", "t", NOON));
  }

  @Example
  void anAdmissionThatArrivesLateIsOneJob() throws Exception {
    changesNothing(0, rows -> rows.jobs().admit(Fixtures.job(ANN, 10, null, NOON)));
  }

  @Example
  void aRecordThatArrivesLateIsWrittenOnce() throws Exception {
    changesNothing(
        3,
        rows -> {
          rows.jobs().admit(Fixtures.job(ANN, 10, null, NOON));
          end(rows, rows.jobs().claim("w", NOON, LEASE, 5, 40).getFirst());
        });
  }

  private static void end(SurrealRows rows, Job job) {
    Outcome failed = new Outcome.Failed(new Cause("NO", "No."));
    assertTrue(rows.jobs().record(Transitions.after(job, failed, NOON), NOON).isPresent());
  }

  /** Nobody knows of what it claimed, so that is swept like the claim of a process that died. */
  @Example
  void aClaimThatArrivesLateIsSweptLater() throws Exception {
    throughAProxy(
        (proxy, rows, direct) -> {
          rows.credits().grant(ANN, 50, "Welcome", "w", NOON);
          rows.jobs().admit(Fixtures.job(ANN));
          proxy.keepBack(1);
          Job visited = rows.jobs().claim("w", NOON, LEASE, 1, 40).getFirst();
          end(rows, visited);
          rows.jobs().admit(Fixtures.job(ANN));
          proxy.askLate();

          direct.book().check();
          assertEquals(1, direct.book().underWay());
          assertEquals(1, rows.jobs().claimLapsed("s", LEASE, LEASE.plusSeconds(30), 9).size());
        });
  }

  private interface Moves {
    void on(SurrealRows rows);
  }

  private static void changesNothing(int after, Moves moves) throws Exception {
    throughAProxy(
        (proxy, rows, direct) -> {
          rows.credits().grant(ANN, 50, "Welcome", "w", NOON);
          proxy.keepBack(after);
          moves.on(rows);
          Book before = direct.book();
          proxy.askLate();

          assertEquals(before, direct.book());
          before.check();
        });
  }

  private interface Through {
    void run(CuttingProxy proxy, SurrealRows cut, SurrealRows direct) throws Exception;
  }

  private static void throughAProxy(Through test) throws Exception {
    Map<String, String> settings = SurrealServer.shared().freshDatabase();
    try (SurrealRows direct = new SurrealRows(settings);
        CuttingProxy proxy = new CuttingProxy(SurrealServer.shared().url())) {
      settings.put("darkroom.surreal.url", proxy.url().toString());
      try (SurrealRows cut = new SurrealRows(settings)) {
        test.run(proxy, cut, direct);
      }
    }
  }
}
