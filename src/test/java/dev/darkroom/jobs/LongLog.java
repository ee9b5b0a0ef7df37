package dev.darkroom.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A user whose jobs wait long at the provider, which tells each of their places in its queue. */
public final class LongLog {
  private static final int JOBS = 50;
  private static final Duration LEASE = Duration.ofHours(1);

  private LongLog() {}

  /** Writes at least so many lines, of jobs that are free and end badly. */
  public static void write(JobStore store, String user, int lines, Instant now) throws Exception {
    for (int i = 0; i < JOBS; i++) {
      store.admit(Fixtures.told(user, null, now));
    }
    List<Job> sent = recorded(store, claimed(store, now), now, new Outcome.Submitting(now));
    recorded(store, sent, now, new Outcome.Submitted(Fixtures.request("r"), now));
    for (int place = lines / JOBS; place > 0; place--) {
      recorded(store, claimed(store, now), now, new Outcome.InQueue(place, now));
    }
    recorded(store, claimed(store, now), now, new Outcome.Failed(new Cause("NO", "No.")));
  }

  private static List<Job> claimed(JobStore store, Instant now) {
    List<Job> claimed = store.claim("w", now, now.plus(LEASE), JOBS, JOBS);
    assertEquals(JOBS, claimed.size());
    return claimed;
  }

  /** At once, so that they share their commit. */
  private static List<Job> recorded(JobStore store, List<Job> jobs, Instant now, Outcome outcome)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Job>> writes = new ArrayList<>();
      for (Job job : jobs) {
        Move move = Transitions.after(job, outcome, now);
        writes.add(threads.submit(() -> store.record(move, now).orElseThrow()));
      }
      List<Job> after = new ArrayList<>();
      for (Future<Job> write : writes) {
        after.add(write.get());
      }
      return after;
    }
  }
}
