package dev.darkroom.jobs;

/** What the next visit to a job has to do. Unlike the phase, it goes round once for each stage. */
public enum Step {
  /** Prepare the stage's call and submit it. */
  SUBMIT,
  /**
   * A submit was begun and its answer is not known. It may have been accepted and cost money, so it
   * is not simply repeated.
   */
  RESOLVE,
  /** Ask the provider how far it is. */
  POLL,
  /** Turn the results into an output in storage. */
  STORE,
  /** Nothing: the job has ended. */
  NONE
}
