package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.jobs.Book;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Loop;
import dev.darkroom.jobs.Move;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.jobs.Transitions;
import dev.darkroom.jobs.Worker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of jobs when the server goes down in the middle and comes back. */
class SurrealOutageJobsTest extends SurrealOutage {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void jobsWaitForTheServerAndNothingIsLost() throws IOException {
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      jobs.add(engine.submit());
    }
    AtomicInteger handedOver = new AtomicInteger();
    operation.whileHandingOver(
        () -> {
          if (handedOver.incrementAndGet() == 3) {
            server.kill();
          }
        });
    AtomicInteger failures = new AtomicInteger();
    BooleanSupplier work =
        () -> {
          engine.clock.advance(Duration.ofMillis(250));
          return engine.worker.runOnce() > 0;
        };
    BooleanSupplier sweep = () -> engine.sweeper.runOnce() > 0;
    try (Loop worker = new Loop("worker", counting(work, failures), Duration.ofMillis(5));
        Loop sweeper = new Loop("sweeper", counting(sweep, failures), Duration.ofMillis(5))) {
      worker.start();
      sweeper.start();
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> failures.get() >= 2);
      server.startAgain();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> jobs.stream().allMatch(job -> engine.read(job).phase().terminal()));
    }
    assertTrue(jobs.stream().allMatch(job -> engine.read(job).phase() == Phase.COMPLETED));
    assertEquals(new Account(40, 0), rows.credits().account(ANN));
    long lost = rows.book().jobs().stream().mapToLong(Book.OfJob::lostAnswers).sum();
    assertTrue(engine.emulator.accepted().size() <= jobs.size() + lost);
  }

  private static BooleanSupplier counting(BooleanSupplier work, AtomicInteger failures) {
    return () -> {
      try {
        return work.getAsBoolean();
      } catch (StoreException e) {
        failures.incrementAndGet();
        throw e;
      }
    };
  }

  @Test
  void aSubmitThatCouldNotBeRecordedIsALostAnswer() throws Exception {
    Job job = engine.submit();
    Instant now = engine.clock.instant();
    Instant until = now.plus(engine.settings.lease());
    Job claimed = rows.jobs().claim("the one that dies", now, until, 1, 40).getFirst();
    Outcome intent = new Outcome.Submitting(now.plus(engine.settings.lostAnswerGrace()));
    Job intended = rows.jobs().record(Transitions.after(claimed, intent, now), now).orElseThrow();
    var request = engine.submitToProvider(operation.call(intended));
    server.kill();
    Move submitted = Transitions.after(intended, new Outcome.Submitted(request, now), now);
    assertThrows(StoreException.class, () -> rows.jobs().record(submitted, now));
    server.startAgain();

    Job done = engine.untilEnded(job, LONG);
    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(1, done.state().counts().lostAnswers());
    assertEquals(2, engine.emulator.accepted().size());
    assertEquals(new Account(90, 0), rows.credits().account(ANN));
  }

  @Test
  void livingVisitsAreNotTakenForDeadBecauseTheirRenewalFailedOnce() throws Exception {
    Job job = engine.submit();
    List<Runnable> visits = new ArrayList<>();
    Worker worker = engine.worker(visits::add);
    assertEquals(1, worker.runOnce());
    engine.clock.advance(engine.settings.lease());
    server.kill();
    assertThrows(StoreException.class, worker::renew);
    server.startAgain();

    worker.renew();
    assertEquals(0, engine.sweeper.runOnce());
    visits.getFirst().run();
    assertEquals(Phase.COMPLETED, engine.untilEnded(job, LONG).phase());
    assertEquals(1, engine.emulator.accepted().size());
  }
}
