package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkroom.credits.Account;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Book;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Move;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Standing;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.jobs.Transitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a call is answered while the server is away or stands still, and afterwards. */
class SurrealOutageTest extends SurrealOutage {

  @Test
  void noCallIsAnsweredWhileTheServerIsAwayAndAllAreAfterwards() throws Exception {
    Job job = engine.submit();
    Book before = rows.book();
    server.kill();
    for (Future<?> answer : atOnce(everyCall(rows, job))) {
      ExecutionException failed = assertThrows(ExecutionException.class, answer::get);
      assertInstanceOf(StoreException.class, failed.getCause());
    }
    server.startAgain();

    assertEquals(before, rows.book());
    // They meet each other at a server that has just started: this may take what it takes.
    settings.remove("darkroom.surreal.move-within");
    try (SurrealRows patient = new SurrealRows(settings)) {
      for (Future<?> answer : atOnce(everyCall(patient, job))) {
        answer.get();
      }
    }
  }

  private static List<Callable<?>> everyCall(SurrealRows rows, Job job) {
    JobStore jobs = rows.jobs();
    Instant until = NOON.plusSeconds(30);
    Move move = Transitions.after(job, new Outcome.Failed(new Cause("NO", "No.")), NOON);
    return List.of(
        () -> jobs.earlier(ANN, new Draft.Idempotency("k", "body"), NOON),
        () -> jobs.admit(Fixtures.job(ANN)),
        () -> jobs.claim("w", NOON, until, 5, 40),
        () -> jobs.record(move, NOON),
        Executors.callable(() -> jobs.renew("w", List.of(job.id()), until)),
        () -> jobs.expireLeases("w", NOON),
        () -> jobs.claimLapsed("w", NOON, until, 5),
        () -> jobs.overdue(NOON, 5),
        () -> jobs.nudge(job.id(), NOON),
        () -> jobs.find(ANN, job.id()),
        () -> jobs.list(ANN, null, null, 5, null),
        () -> jobs.standings(List.of(new Standing.Asked(ANN, job.id()))),
        () -> jobs.events(job.id()),
        () -> jobs.ahead(job),
        () -> rows.credits().account(ANN),
        () -> rows.credits().entries(ANN, 5, null),
        () -> rows.credits().grant(ANN, 5, "Top-up", "t", NOON),
        () -> rows.library().list(ANN, null, null, 5, null),
        () -> rows.library().find(ANN, "users/x/none.png"));
  }

  private static List<Future<?>> atOnce(List<Callable<?>> calls) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> answers = new ArrayList<>();
      calls.forEach(call -> answers.add(threads.submit(call)));
      return answers;
    }
  }

  @Test
  void aServerThatStandsStillDoesOnceWhatItWasAskedForTwice() throws Exception {
    Draft.Idempotency key = new Draft.Idempotency("k", "body");
    settings.put("darkroom.surreal.call-within", "500ms");
    try (SurrealRows impatient = new SurrealRows(settings)) {
      NewJob job = Fixtures.job(ANN, 7, key, NOON);
      server.standStill();
      assertThrows(StoreException.class, () -> impatient.jobs().admit(job));
      assertThrows(
          StoreException.class, () -> impatient.credits().grant(ANN, 5, "Top-up", "t", NOON));
    } finally {
      server.goOn();
    }
    Job job =
        switch (rows.jobs().admit(Fixtures.job(ANN, 7, key, NOON))) {
          case Admission.Admitted(Job admitted) -> admitted;
          case Admission.AlreadyThere(Job there) -> there;
          default -> throw new AssertionError("neither there nor admitted");
        };
    rows.credits().grant(ANN, 5, "Top-up", "t", NOON);

    assertEquals(List.of(job.id()), rows.book().jobs().stream().map(Book.OfJob::id).toList());
    assertEquals(new Account(105, 7), rows.credits().account(ANN));
  }
}
