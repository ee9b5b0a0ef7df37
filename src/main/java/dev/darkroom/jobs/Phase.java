package dev.darkroom.jobs;

import java.util.Set;

/**
 * Where a job is in its life, as people see it. A job only ever moves forward, and a terminal phase
 * is never left.
 */
public enum Phase {
  /** Ours: waits for its turn. */
  WAITING,
  /** The provider is being asked to take it. */
  SUBMITTING,
  /** Theirs: waits in the provider's queue. */
  QUEUED,
  /** The provider works on it. */
  RUNNING,
  /** The provider has delivered; the result is being fetched and stored. */
  STORING,
  /** The result is stored and paid. */
  COMPLETED,
  /** It ended without a result; nothing was charged. */
  FAILED,
  /** Its user ended it; nothing was charged. */
  CANCELLED;

  /** The phases that may come next. */
  public Set<Phase> next() {
    return switch (this) {
      case WAITING -> Set.of(SUBMITTING, FAILED, CANCELLED);
      case SUBMITTING -> Set.of(QUEUED, FAILED, CANCELLED);
      case QUEUED -> Set.of(RUNNING, STORING, FAILED, CANCELLED);
      case RUNNING -> Set.of(STORING, FAILED, CANCELLED);
      case STORING -> Set.of(COMPLETED, FAILED);
      case COMPLETED, FAILED, CANCELLED -> Set.of();
    };
  }

  /** Whether the job has ended. */
  public boolean terminal() {
    return next().isEmpty();
  }

  /** The coarse status that clients poll for and rows keep. */
  public Status status() {
    return switch (this) {
      case WAITING, SUBMITTING, QUEUED -> Status.PENDING;
      case RUNNING, STORING -> Status.PROCESSING;
      case COMPLETED -> Status.COMPLETED;
      // Clients of the brief stop polling at this.
      case FAILED, CANCELLED -> Status.FAILED;
    };
  }

  /** The four values of the brief. */
  public enum Status {
    PENDING,
    PROCESSING,
    COMPLETED,
    FAILED
  }
}
