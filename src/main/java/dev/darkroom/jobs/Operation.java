package dev.darkroom.jobs;

import dev.darkroom.provider.ProviderException;

/**
 * Something that can be done to a user's files, in one or more provider stages. Everything here may
 * be called again after a crash with the same job, so it must be repeatable: keys are made from the
 * job's id.
 */
public interface Operation {

  /** The job type that this operation does. */
  String type();

  /** How many provider calls this job needs, at least one. */
  int stages(Job job);

  /**
   * The next call, made from the job's input and the results so far.
   *
   * @throws ProviderException if an input could not be handed over
   * @throws StageException if the input is gone or unreadable
   */
  Call call(Job job) throws ProviderException, StageException;

  /**
   * Turns the results of all stages into files in storage.
   *
   * @throws StageException if the result cannot be fetched, is not what was asked for, or cannot be
   *     stored
   */
  Output output(Job job) throws StageException;
}
