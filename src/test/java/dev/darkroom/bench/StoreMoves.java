package dev.darkroom.bench;

import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Transitions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The same jobs with the provider's HTTP taken out: every durable move that a job needs, in its
 * order and with as many visits at a time, but nobody is called between them.
 */
final class StoreMoves implements AutoCloseable {
  private static final int CALLERS = 16;
  private static final int JOBS_PER_USER = 20;
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final SqliteFile file;
  private final JobStore store;
  private final int inFlightMax;
  private final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
  private final Semaphore places;
  private final AtomicInteger completed = new AtomicInteger();
  private int runs;

  /** On a file of its own, with as many visits at a time as there may be jobs under way. */
  StoreMoves(Path database, int inFlightMax) {
    this.file = new SqliteFile(database);
    this.store = file.jobs();
    this.inFlightMax = inFlightMax;
    this.places = new Semaphore(inFlightMax);
  }

  /** Leads so many jobs through their lives; the answer is how many ended a second. */
  double perSecond(int count) throws InterruptedException {
    runs++;
    String run = "run" + runs;
    for (int user = 0; user * JOBS_PER_USER < count; user++) {
      file.credits().grant(user(run, user), JOBS_PER_USER, "bench", "bench", clock.instant());
    }
    completed.set(0);
    long start = System.nanoTime();
    Thread callers = Thread.ofVirtual().start(() -> admitAll(run, count));
    try (ExecutorService visits = Executors.newVirtualThreadPerTaskExecutor()) {
      while (completed.get() < count) {
        claim(visits);
      }
    }
    callers.join();
    return Rate.perSecond(count, Duration.ofNanos(System.nanoTime() - start));
  }

  private void claim(ExecutorService visits) throws InterruptedException {
    places.acquire();
    int free = places.drainPermits() + 1;
    Instant now = clock.instant();
    List<Job> claimed = store.claim("bench", now, now.plus(LEASE), free, inFlightMax);
    places.release(free - claimed.size());
    for (Job job : claimed) {
      visits.execute(
          () -> {
            try {
              visit(job);
            } finally {
              places.release();
            }
          });
    }
    if (claimed.isEmpty()) {
      Thread.sleep(1);
    }
  }

  private void visit(Job job) {
    switch (job.state().step()) {
      case SUBMIT -> {
        Job submitting = record(job, new Outcome.Submitting(clock.instant().plus(LEASE)));
        record(submitting, new Outcome.Submitted(Fixtures.request(job.id()), clock.instant()));
      }
      case POLL -> {
        Job stored = record(job, new Outcome.StageDone(job.input(), true, job.state().endBy()));
        record(stored, new Outcome.Finished(Fixtures.output(stored), 1));
        completed.incrementAndGet();
      }
      case RESOLVE, STORE, NONE -> throw new IllegalStateException("claimed twice: " + job);
    }
  }

  private Job record(Job job, Outcome outcome) {
    Instant now = clock.instant();
    return store.record(Transitions.after(job, outcome, now), now).orElseThrow();
  }

  private void admitAll(String run, int count) {
    try {
      Parallel.forEach(CALLERS, count, number -> admit(user(run, number / JOBS_PER_USER)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(String user) {
    NewJob job = Fixtures.job(user, 1, null, clock.instant());
    if (!(store.admit(job) instanceof Admission.Admitted)) {
      throw new IllegalStateException("not admitted: " + job);
    }
  }

  private static String user(String run, int number) {
    return "user%d@%s.example".formatted(number, run);
  }

  @Override
  public void close() {
    file.close();
  }
}
