package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.db.sqlite.SqliteFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers, each with its own connections to one file: no job is done twice, none is lost. */
class TwoWorkersTest {
  private static final int JOBS = 10_000;
  private static final String USER = "many@example.org";

  @TempDir Path folder;
  private final Map<String, Integer> outputs = new ConcurrentHashMap<>();

  @Test
  void tenThousandJobsAreEachDoneOnce() throws Exception {
    try (SqliteFile first = new SqliteFile(folder.resolve("darkroom.db"));
        SqliteFile second = new SqliteFile(folder.resolve("darkroom.db"))) {
      admitAll(first);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Integer> a = threads.submit(worker("a", first.jobs()));
        Future<Integer> b = threads.submit(worker("b", second.jobs()));
        assertEquals(JOBS, a.get() + b.get());
        assertTrue(a.get() > 0 && b.get() > 0, "both had a share");
      }
      assertEquals(JOBS, outputs.size());
      assertEquals(JOBS, outputs.values().stream().mapToInt(Integer::intValue).sum());
      assertEquals(JOBS, count(first, "SELECT count(*) FROM job WHERE phase = 'completed'"));
      assertEquals(JOBS, count(first, "SELECT count(*) FROM job WHERE submits = 1"));
      assertEquals(JOBS, count(first, "SELECT count(*) FROM library_item"));
      assertEquals(JOBS, count(first, "SELECT count(*) FROM hold WHERE state = 'charged'"));
      assertEquals(0, first.credits().account(USER).balance());
    }
  }

  private void admitAll(SqliteFile file) throws Exception {
    file.credits().grant(USER, JOBS, "test", "test", NOON);
    List<Callable<Admission>> admits = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      NewJob one = Fixtures.job(USER);
      NewJob job =
          new NewJob(
              one.id(),
              one.draft(),
              NOON,
              one.startBy(),
              one.endBy(),
              Integer.MAX_VALUE,
              one.idempotencyAge());
      admits.add(() -> file.jobs().admit(job));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Admission> admission : threads.invokeAll(admits)) {
        assertEquals(Admission.Admitted.class, admission.get().getClass());
      }
    }
  }

  /** Leads every job that it can claim to its end; the answer is how many it completed. */
  private Callable<Integer> worker(String name, JobStore store) {
    return () -> {
      int completed = 0;
      try (ExecutorService visits = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Job> claimed;
        do {
          claimed = store.claim(name, NOON, NOON.plus(Duration.ofMinutes(1)), 200, 1000);
          List<Callable<Integer>> all = new ArrayList<>();
          claimed.forEach(job -> all.add(() -> visit(store, job)));
          for (Future<Integer> one : visits.invokeAll(all)) {
            completed += one.get();
          }
        } while (!claimed.isEmpty());
      }
      return completed;
    };
  }

  private int visit(JobStore store, Job job) {
    return switch (job.state().step()) {
      case SUBMIT -> {
        Job submitting = record(store, job, new Outcome.Submitting(NOON.plusSeconds(60)));
        record(store, submitting, new Outcome.Submitted(Fixtures.request(job.id()), NOON));
        yield 0;
      }
      case POLL -> {
        Job stored =
            record(store, job, new Outcome.StageDone(job.input(), true, job.state().endBy()));
        outputs.merge(job.id(), 1, Integer::sum);
        record(store, stored, new Outcome.Finished(Fixtures.output(stored), 1));
        yield 1;
      }
      case RESOLVE, STORE, NONE -> throw new IllegalStateException("claimed twice: " + job);
    };
  }

  private static Job record(JobStore store, Job job, Outcome outcome) {
    return store.record(Transitions.after(job, outcome, NOON), NOON).orElseThrow();
  }

  private static long count(SqliteFile file, String sql) {
    return file.number(sql, Map.of());
  }
}
