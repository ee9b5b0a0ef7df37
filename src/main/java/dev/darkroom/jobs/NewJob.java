package dev.darkroom.jobs;

import java.time.Duration;
import java.time.Instant;

/**
 * What is needed to admit a draft in one move.
 *
 * @param unfinishedMax how many unfinished jobs the user may have, with this one
 * @param idempotencyAge how long an idempotency key counts
 */
public record NewJob(
    String id,
    Draft draft,
    Instant createdAt,
    Instant startBy,
    Instant endBy,
    int unfinishedMax,
    Duration idempotencyAge) {

  /** The job as it is when it has been admitted. */
  public Job admitted() {
    return new Job(
        id,
        draft.user(),
        draft.type(),
        draft.input(),
        draft.credits(),
        draft.fingerprint(),
        createdAt,
        startBy,
        State.fresh(createdAt, endBy),
        null,
        0);
  }

  public NewJob {
    if (draft.terms() instanceof Terms.Quote) {
      throw new IllegalStateException("A quote as a new job indicates a bug");
    }
  }
}
