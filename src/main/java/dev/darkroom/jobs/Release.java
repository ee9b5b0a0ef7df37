package dev.darkroom.jobs;

/** What became of an operator's wish to end a job at once. */
public sealed interface Release {

  /**
   * It has failed, and what was set aside is back.
   *
   * @param providerAsked whether a request of it is known, which the provider is asked to drop
   */
  record Released(Job job, boolean providerAsked) implements Release {}

  /** It had ended before. */
  record AlreadyEnded(Job job) implements Release {}
}
