package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Book;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.EchoOperation;
import dev.darkroom.jobs.Engine;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Loop;
import dev.darkroom.jobs.Move;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.jobs.Transitions;
import dev.darkroom.jobs.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server goes down in the middle, or stands still, and comes back. */
@ExtendWith(NeedsSurreal.class)
class SurrealOutageTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static SurrealServer server;

  @TempDir Path folder;
  private Map<String, String> settings = Map.of();
  private SurrealRows rows;
  private final EchoOperation operation = new EchoOperation(1);
  private Engine engine;

  @BeforeAll
  static void startServer() {
    server = SurrealServer.start();
  }

  @AfterAll
  static void endServer() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    if (!server.isAlive()) {
      server.startAgain();
    }
    settings = server.freshDatabase();
    settings.put("darkroom.surreal.move-within", "300ms");
    rows = new SurrealRows(settings);
    engine = new Engine(rows.jobs(), rows.credits(), folder, operation, Map.of());
  }

  @AfterEach
  void close() {
    rows.book().check();
    rows.book().checkSubmits();
    engine.close();
    rows.close();
  }

  @Test
  void noCallIsAnsweredWhileTheServerIsAwayAndAllAreAfterwards() throws Exception {
    Job job = engine.submit();
    Book before = rows.book();
    server.kill();
    for (Future<?> answer : atOnce(everyCall(job))) {
      ExecutionException failed = assertThrows(ExecutionException.class, answer::get);
      assertInstanceOf(StoreException.class, failed.getCause());
    }
    server.startAgain();

    assertEquals(before, rows.book());
    for (Future<?> answer : atOnce(everyCall(job))) {
      answer.get();
    }
  }

  private List<Callable<?>> everyCall(Job job) {
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
        () -> jobs.isFirst(job),
        () -> jobs.events(job.id()),
        () -> jobs.ahead(job, 5),
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
