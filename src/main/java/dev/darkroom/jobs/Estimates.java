package dev.darkroom.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How long a job will still take, by how long the last ones of its kind took. A server that has
 * seen none since its start looks at those of the user.
 */
public final class Estimates {
  /** Of the last so many. */
  private static final int SEEN_MAX = 25;

  /** Kinds are operations and their models, of which there are few. */
  private static final int KINDS_MAX = 1000;

  private static final int LOOKED_MAX = 10_000;

  private final JobStore store;
  private final Function<Job, String> model;
  private final Map<String, Deque<Long>> millis = new ConcurrentHashMap<>();
  private final Set<String> looked = ConcurrentHashMap.newKeySet();

  /**
   * Estimates without any history yet.
   *
   * @param model by which a job is done
   */
  public Estimates(JobStore store, Function<Job, String> model) {
    this.store = store;
    this.model = model;
  }

  private String kind(Job job) {
    return job.type() + ' ' + model.apply(job);
  }

  /** Learns from a job, if it is completed. */
  public void learn(Job job) {
    Instant startedAt = job.state().startedAt();
    Instant endedAt = job.state().endedAt();
    if (job.phase() != Phase.COMPLETED || startedAt == null || endedAt == null) {
      return;
    }
    Deque<Long> seen = seen(kind(job));
    synchronized (seen) {
      seen.addLast(Math.max(0, Duration.between(startedAt, endedAt).toMillis()));
      if (seen.size() > SEEN_MAX) {
        seen.removeFirst();
      }
    }
  }

  private Deque<Long> seen(String kind) {
    if (millis.size() >= KINDS_MAX && !millis.containsKey(kind)) {
      return new ArrayDeque<>();
    }
    return millis.computeIfAbsent(kind, _ -> new ArrayDeque<>());
  }

  /**
   * The time until a job that is being done is done; for one that waits, how long it will take from
   * when it begins.
   *
   * @return null if it has ended, nothing is known, or it takes longer than usual by now
   */
  public @Nullable Duration left(Job job, Instant now) {
    Duration usual = job.phase().terminal() ? null : usual(job);
    Instant startedAt = job.state().startedAt();
    if (usual == null || startedAt == null) {
      return usual;
    }
    Duration left = usual.minus(Duration.between(startedAt, now));
    return left.isNegative() ? null : left;
  }

  /** A history that knows nothing of a kind is not looked through again and again. */
  private boolean isFirstLook(Job job) {
    return looked.size() < LOOKED_MAX && looked.add(job.user() + ' ' + kind(job));
  }

  /** The middle one of those that are known. */
  private @Nullable Duration usual(Job job) {
    Deque<Long> seen = seen(kind(job));
    if (isEmpty(seen) && isFirstLook(job)) {
      store.list(job.user(), Phase.Status.COMPLETED, job.type(), SEEN_MAX, null).stream()
          .filter(done -> kind(done).equals(kind(job)))
          .forEach(this::learn);
    }
    List<Long> sorted = sorted(seen);
    return sorted.isEmpty() ? null : Duration.ofMillis(sorted.get(sorted.size() / 2));
  }

  private static boolean isEmpty(Deque<Long> seen) {
    synchronized (seen) {
      return seen.isEmpty();
    }
  }

  private static List<Long> sorted(Deque<Long> seen) {
    synchronized (seen) {
      return seen.stream().sorted().toList();
    }
  }
}
