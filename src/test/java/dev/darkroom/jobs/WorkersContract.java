package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.library.LibraryStore;
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

/** Workers, each with its own connections to one store: no job is done twice, none is lost. */
public abstract class WorkersContract {
  private static final String USER = "many@example.org";

  private final Map<String, Integer> outputs = new ConcurrentHashMap<>();

  /** One store for each worker, with connections of its own, on the same rows. */
  protected abstract List<JobStore> stores();

  protected abstract CreditStore credits();

  protected abstract LibraryStore library();

  protected abstract int jobs();

  @Test
  void everyJobIsDoneOnce() throws Exception {
    List<JobStore> stores = stores();
    admitAll(stores.getFirst());
    List<Callable<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < stores.size(); i++) {
      // All hold jobs before one begins: a database may let a busy worker starve the others.
      List<Job> first = claim("worker-" + i, stores.get(i));
      assertFalse(first.isEmpty(), "each has a share");
      workers.add(worker("worker-" + i, stores.get(i), first));
    }
    int done = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> share : threads.invokeAll(workers)) {
        done += share.get();
      }
    }
    assertEquals(jobs(), done);
    assertEquals(jobs(), outputs.size());
    assertEquals(jobs(), outputs.values().stream().mapToInt(Integer::intValue).sum());
    List<Job> all = stores.getFirst().list(USER, Phase.Status.COMPLETED, null, 2 * jobs(), null);
    assertEquals(jobs(), all.size());
    assertTrue(all.stream().allMatch(job -> job.state().counts().submits() == 1));
    assertEquals(jobs(), library().list(USER, null, null, 2 * jobs(), null).size());
    assertEquals(jobs() + 1, credits().entries(USER, 2 * jobs(), null).size());
    assertEquals(new Account(0, 0), credits().account(USER));
  }

  private void admitAll(JobStore store) throws Exception {
    credits().grant(USER, jobs(), "test", "test", NOON);
    List<Callable<Admission>> admits = new ArrayList<>();
    for (int i = 0; i < jobs(); i++) {
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
      admits.add(() -> store.admit(job));
    }
    // As many as a store works on at once: whoever waits for a place is given up at last.
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Admission> admission : threads.invokeAll(admits)) {
        assertEquals(Admission.Admitted.class, admission.get().getClass());
      }
    }
  }

  private List<Job> claim(String name, JobStore store) {
    return store.claim(name, NOON, NOON.plus(Duration.ofMinutes(1)), jobs() / 30, 1000);
  }

  /** Leads every job that it can claim to its end; the answer is how many it completed. */
  private Callable<Integer> worker(String name, JobStore store, List<Job> first) {
    return () -> {
      int completed = 0;
      try (ExecutorService visits = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Job> claimed = first;
        while (!claimed.isEmpty()) {
          List<Callable<Integer>> all = new ArrayList<>();
          claimed.forEach(job -> all.add(() -> visit(store, job)));
          for (Future<Integer> one : visits.invokeAll(all)) {
            completed += one.get();
          }
          claimed = claim(name, store);
        }
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
}
