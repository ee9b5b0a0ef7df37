package dev.darkroom.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wakes those that wait for new lines in the logs of users. It only makes them look sooner: what
 * they see is what the store says, also after moves of other servers, which {@link #runOnce} finds.
 */
public final class Watch {
  /** So many users are asked for at once. */
  private static final int USERS_MAX = 500;

  private final JobStore store;
  private final Map<String, Set<Watcher>> watchers = new ConcurrentHashMap<>();

  /** Only {@link #runOnce} touches it. */
  private Map<String, Long> seen = Map.of();

  /** Watches over the logs of a store. */
  public Watch(JobStore store) {
    this.store = store;
  }

  /** Somebody who looks when woken. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * There may be something new. Must not block.
     *
     * @param jobId of which job; null if that is not known
     */
    void wake(@Nullable String jobId);
  }

  /** From now on the watcher is woken. */
  public void add(String user, Watcher watcher) {
    watchers.compute(
        user,
        (_, those) -> {
          Set<Watcher> all = those == null ? ConcurrentHashMap.newKeySet(1) : those;
          all.add(watcher);
          return all;
        });
  }

  /** It is woken no more. */
  public void remove(String user, Watcher watcher) {
    watchers.computeIfPresent(
        user,
        (_, those) -> {
          those.remove(watcher);
          return those.isEmpty() ? null : those;
        });
  }

  /** How many watch over the logs of a user. */
  public int watchers(String user) {
    return watchers.getOrDefault(user, Set.of()).size();
  }

  /** A line of this job was written. */
  public void written(Job job) {
    wake(job.user(), job.id());
  }

  private void wake(String user, @Nullable String jobId) {
    watchers.getOrDefault(user, Set.of()).forEach(watcher -> watcher.wake(jobId));
  }

  /** Looks once for lines that were written elsewhere. Returns of how many users there were any. */
  public int runOnce() {
    List<String> users = new ArrayList<>(watchers.keySet());
    Map<String, Long> last = new HashMap<>();
    for (int i = 0; i < users.size(); i += USERS_MAX) {
      last.putAll(store.lastEvents(users.subList(i, Math.min(i + USERS_MAX, users.size()))));
    }
    int changed = 0;
    for (Map.Entry<String, Long> each : last.entrySet()) {
      if (!each.getValue().equals(seen.get(each.getKey()))) {
        wake(each.getKey(), null);
        changed++;
      }
    }
    seen = last;
    return changed;
  }

  /** One who waits for a job on its own thread. */
  final class Waiting implements Watcher, AutoCloseable {
    private final Job job;
    private final Semaphore woken = new Semaphore(0);

    Waiting(Job job) {
      this.job = job;
      add(job.user(), this);
    }

    @Override
    public void wake(@Nullable String jobId) {
      if (jobId == null || jobId.equals(job.id())) {
        woken.release();
      }
    }

    /** Until something is new, or so long. */
    void await(Duration atMost) throws InterruptedException {
      if (woken.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        woken.drainPermits();
      }
    }

    @Override
    public void close() {
      remove(job.user(), this);
    }
  }
}
