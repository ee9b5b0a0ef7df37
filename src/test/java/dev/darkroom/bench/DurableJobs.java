package dev.darkroom.bench;

import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Backoff;
import dev.darkroom.jobs.EchoOperation;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Loop;
import dev.darkroom.jobs.Moves;
import dev.darkroom.jobs.Operation;
import dev.darkroom.jobs.TestSettings;
import dev.darkroom.jobs.Visit;
import dev.darkroom.jobs.Watch;
import dev.darkroom.jobs.Worker;
import dev.darkroom.provider.Fal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whole jobs through the engine as the server wires it: admitted by many callers at once, claimed,
 * submitted, polled, completed and charged.
 */
final class DurableJobs implements AutoCloseable {
  private static final int CALLERS = 16;
  private static final int JOBS_PER_USER = 20;
  private static final Duration PACE = Duration.ofMillis(250);
  private static final long POLL_MS = 20;

  private final SqliteFile file;
  private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Jobs jobs;
  private final Loop loop;
  private int users;

  /**
   * An engine on a file of its own.
   *
   * @param fal the client to use; closed by its owner
   * @param inFlightMax requests at the provider, and visits, at the same time
   */
  DurableJobs(Path database, Fal fal, int inFlightMax) {
    this.file = new SqliteFile(database);
    JobStore store = file.jobs();
    JobSettings settings =
        TestSettings.with(
            JobSettings.class,
            Map.of(
                "darkroom.jobs.in-flight-max",
                Integer.toString(inFlightMax),
                // The provider is done at once, so waiting before the first look would be idle.
                "darkroom.jobs.poll-first",
                "1ms"));
    Backoff backoff =
        new Backoff(
            settings.retryFirst(),
            settings.retryMax(),
            () -> ThreadLocalRandom.current().nextLong());
    Operation operation = new EchoOperation(1);
    Moves moves = Fixtures.moves(store, _ -> {});
    Visit visit =
        new Visit(moves, fal, Map.of(operation.type(), operation), settings, backoff, clock, null);
    Worker worker = new Worker("bench", store, visit, settings, clock, threads, this::nudge);
    this.loop = new Loop("worker", () -> worker.runOnce() > 0, PACE);
    this.jobs =
        new Jobs(
            store,
            moves,
            new Watch(store),
            Fixtures.estimates(store),
            file.credits(),
            settings,
            clock,
            Fixtures.ids(),
            this::nudge);
    loop.start();
  }

  /** Worker and loop wake each other, so one of them must be reached by name. */
  private void nudge() {
    loop.nudge();
  }

  /** Runs so many jobs of one credit each; the answer is how many were done a second. */
  double perSecond(int count) throws InterruptedException {
    String run = "run" + users;
    for (int user = 0; user * JOBS_PER_USER < count; user++) {
      file.credits().grant(user(run, user), JOBS_PER_USER, "bench", "bench", clock.instant());
    }
    users++;
    long before = completed();
    Instant start = clock.instant();
    submitAll(run, count);
    while (completed() < before + count) {
      Thread.sleep(POLL_MS);
    }
    return Rate.perSecond(count, Duration.between(start, clock.instant()));
  }

  private void submitAll(String run, int count) throws InterruptedException {
    Parallel.forEach(
        CALLERS,
        count,
        number -> {
          String user = user(run, number / JOBS_PER_USER);
          Admission admission = jobs.submit(Fixtures.draft(user, 1, null));
          if (!(admission instanceof Admission.Admitted)) {
            throw new IllegalStateException("not admitted: " + admission);
          }
        });
  }

  private static String user(String run, int number) {
    return "user%d@%s.example".formatted(number, run);
  }

  /** Counts in the book, where only what is completed and charged stands. */
  private long completed() {
    return file.number("SELECT count(*) FROM entry WHERE delta < 0", Map.of());
  }

  @Override
  public void close() {
    loop.close();
    threads.close();
    file.close();
  }
}
