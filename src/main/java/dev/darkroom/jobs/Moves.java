package dev.darkroom.jobs;

import dev.darkroom.provider.RequestRef;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Where all moves of jobs go through, so that each one that was written is counted once. */
public final class Moves {
  private static final int FOUND_TRIES = 5;

  private final JobStore store;
  private final Consumer<Job> told;
  private final Consumer<Job> discard;
  private final JobMeters meters;

  /**
   * Moves into a store.
   *
   * @param told is given each job of which a line was written; not waited for
   * @param discard deletes what was stored of a job that failed at that; not waited for
   * @param meters is told of each move that was written
   */
  public Moves(JobStore store, Consumer<Job> told, Consumer<Job> discard, JobMeters meters) {
    this.store = store;
    this.told = told;
    this.discard = discard;
    this.meters = meters;
  }

  JobMeters meters() {
    return meters;
  }

  /** See {@link JobStore#record}. */
  Optional<Job> record(Move move, Instant now) {
    Optional<Job> written = store.record(move, now);
    if (written.isPresent()) {
      meters.moved(move, now);
      if (move.event() != null) {
        told.accept(written.get());
      }
    }
    if (move.before().state().step() == Step.STORE) {
      discardIfFailed(written.or(() -> store.get(move.before().id())));
    }
    return written;
  }

  /**
   * This visit or one before may have stored something. It goes after the end is written and never
   * before: until then somebody who took the job over may complete it, with a file of that name.
   */
  private void discardIfFailed(Optional<Job> stored) {
    stored.filter(job -> job.phase() == Phase.FAILED).ifPresent(discard);
  }

  /** The move that an outcome makes of a job. */
  Optional<Job> record(Job job, Outcome outcome, Instant now) {
    return record(Transitions.after(job, outcome, now), now);
  }

  /** Whether a job has ended without a result, so that no request of it should go on. */
  boolean gaveUp(String jobId) {
    return store
        .get(jobId)
        .filter(job -> job.phase() == Phase.FAILED || job.phase() == Phase.CANCELLED)
        .isPresent();
  }

  /**
   * Writes down which request a submit of this stage has become, unless one is known.
   *
   * @return whether it was written
   * @throws StoreException if others change the job all the time; what they do not know must not be
   *     forgotten
   */
  boolean found(String jobId, int stage, RequestRef request, Instant now) {
    for (int tries = 0; tries < FOUND_TRIES; tries++) {
      Optional<Job> job = store.get(jobId).filter(it -> it.state().seeksRequest(stage));
      if (job.isEmpty()) {
        return false;
      }
      if (record(job.get(), new Outcome.Found(request, now), now).isPresent()) {
        return true;
      }
    }
    throw new StoreException("Job " + jobId + " is changed all the time", null);
  }
}
