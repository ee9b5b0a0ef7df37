package dev.darkroom.jobs;

import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Finds jobs that nobody looks after: claimed by a process that died, or never begun in time.
 *
 * <p>A death befalls all that were being visited, and at most one of them caused it. So those that
 * a third one would set aside come back one after another, and the third hits few others.
 */
public final class Sweeper {
  private static final Logger LOG = Logger.getLogger(Sweeper.class);

  /** Small, because the worker's leases are renewed between two batches. */
  private static final int BATCH = 50;

  private final String name;
  private final JobStore store;
  private final Moves moves;
  private final JobSettings settings;
  private final Backoff backoff;
  private final InstantSource clock;

  private final Spacing suspects = new Spacing();

  /**
   * A sweeper on a store.
   *
   * @param name under which it takes over leases; that of a living worker
   */
  public Sweeper(
      String name,
      JobStore store,
      Moves moves,
      JobSettings settings,
      Backoff backoff,
      InstantSource clock) {
    this.name = name;
    this.store = store;
    this.moves = moves;
    this.settings = settings;
    this.backoff = backoff;
    this.clock = clock;
  }

  /** Sweeps one batch. Returns how many jobs were swept. */
  public int runOnce() {
    Instant now = clock.instant();
    Instant until = now.plus(settings.lease());
    int swept = 0;
    for (Job job : store.claimLapsed(name, now, until, BATCH)) {
      swept += record(job, new Outcome.Broke(due(job, now)), now);
    }
    for (Job job : store.overdue(now, BATCH)) {
      swept += record(job, new Outcome.Failed(Cause.TIMED_OUT), now);
    }
    return swept;
  }

  /** When it comes back. */
  private Instant due(Job job, Instant now) {
    if (job.state().step() == Step.RESOLVE) {
      // Whoever took it may have told so when nobody was there to hear it, and tells it again.
      // It stands in no line: it comes much later, and then its breaks are counted anew.
      return now.plus(settings.lostAnswerGrace());
    }
    Instant due = now.plus(backoff.after(job.state().counts().breaks()));
    return Transitions.lastChance(job) ? suspects.notBefore(due) : due;
  }

  /** One job that cannot be swept must not keep the others from it. */
  private int record(Job job, Outcome outcome, Instant now) {
    try {
      return moves.record(job, outcome, now).isPresent() ? 1 : 0;
    } catch (RuntimeException e) {
      LOG.errorf(e, "Job %s could not be swept", job.id());
      return 0;
    }
  }
}
