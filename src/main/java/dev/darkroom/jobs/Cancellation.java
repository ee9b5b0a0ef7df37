package dev.darkroom.jobs;

/**
 * What became of the wish that a job should end.
 *
 * @param creditsReleased what was set aside for it and may be spent again
 */
public record Cancellation(Outcome outcome, long creditsReleased) {

  /** Only the first is sure. */
  public enum Outcome {
    /** It has ended and costs nothing. */
    CANCELLED,
    /** It is at the provider, who is asked; it may still be done, and then it is charged. */
    CANCELLING,
    /** It has ended before, or its result is there. */
    TOO_LATE
  }

  static Cancellation of(Job job) {
    if (job.phase() == Phase.CANCELLED) {
      return new Cancellation(Outcome.CANCELLED, job.heldCredits());
    }
    boolean late = job.phase().terminal() || job.state().step() == Step.STORE;
    return new Cancellation(late ? Outcome.TOO_LATE : Outcome.CANCELLING, 0);
  }
}
