package dev.darkroom.web;

import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.Standing;
import org.jspecify.annotations.Nullable;

/** What people read about a job. */
final class Words {

  private Words() {}

  /** A job that was sent back into the line waits, however far it had come. */
  static String of(Job job) {
    return of(job.state().needsTurn() ? Phase.WAITING : job.phase());
  }

  static String of(Standing standing) {
    return of(standing.waits() ? Phase.WAITING : standing.phase());
  }

  private static String of(Phase phase) {
    return switch (phase) {
      case WAITING -> "Waiting for its turn.";
      case SUBMITTING -> "Handing the job over.";
      case QUEUED -> "Waiting in the queue.";
      case RUNNING -> "The result is being made.";
      case STORING -> "The result is being stored.";
      case COMPLETED -> "Done.";
      case FAILED -> "It did not work.";
      case CANCELLED -> "Cancelled.";
    };
  }

  static String of(@Nullable Cause cause) {
    return cause == null ? of(Phase.FAILED) : cause.words();
  }
}
