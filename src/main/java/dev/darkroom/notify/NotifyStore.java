package dev.darkroom.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what listeners were told. A hook is made with its job, by {@code JobStore.admit}, wakes up
 * in the same commit as an event that is to be told, and goes with its job. Each method is one
 * move.
 */
public interface NotifyStore {
  /** So many of the last attempts are kept for each job. */
  int ATTEMPTS_KEPT = 50;

  /**
   * Hooks that nobody holds and that have something to tell now, the longest due first.
   *
   * @param hosts whose hooks are left out, as are those of {@code users}
   */
  List<Hook> due(Instant now, Set<String> hosts, Set<String> users, int limit);

  /** Takes the hook as it was read, if nobody else has: the one that is held until then. */
  Optional<Hook> claim(Hook read, String worker, Instant now, Instant until);

  /**
   * Writes what came of a claimed hook, and lets it go.
   *
   * @param attempt null if none was made
   * @return false if it was changed meanwhile, or is gone; then nothing is written
   */
  boolean record(Hook after, @Nullable Attempt attempt);

  /** Lets all hooks go that this worker holds, because the process that held them is gone. */
  int expireLeases(String worker, Instant now);

  /** The hook of the user's job. */
  Optional<Hook> find(String user, String jobId);

  /** The attempts of a job, newest first. */
  List<Attempt> attempts(String jobId);

  /** Opens a hook again, whoever holds it, as one that was told up to this event. */
  boolean restart(String jobId, int told, Instant now);

  /**
   * A change of the user's secret.
   *
   * @param n 1, 2, 3 …
   */
  record Rotation(int n, Instant at) {}

  /** Changes of the user's secret that may still count, newest first. */
  List<Rotation> rotations(String user);

  /**
   * Adds one, unless there are as many as may be.
   *
   * @param since what was replaced before then is forgotten first
   * @return whether it is there now
   */
  boolean rotate(String user, Rotation next, Instant since, int most);
}
