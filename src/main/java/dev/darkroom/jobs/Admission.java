package dev.darkroom.jobs;

import org.jspecify.annotations.Nullable;

/** How a submit ended. */
public sealed interface Admission {

  /** The job and its hold are stored: it will end. */
  record Admitted(Job job) implements Admission {}

  /** The same key and body came before; this is their job. */
  record AlreadyThere(Job job) implements Admission {}

  /** An equal request is under way, or has just ended; this is its job, and it pays. */
  record Joined(Job job) implements Admission {}

  /** The key was used for another body. */
  record KeyReused() implements Admission {}

  /**
   * No new jobs are taken for now.
   *
   * @param words why, as the operator says it; null for the usual words
   */
  record IntakePaused(@Nullable String words) implements Admission {}

  /** The available credits do not cover the price. */
  record NotEnoughCredits(long required, long available) implements Admission {}

  /**
   * Only the price was asked for, and nothing has happened.
   *
   * @param credits the most that it can cost
   * @param available what the user may spend
   */
  record Quoted(long credits, long available) implements Admission {}

  /** The user has too many unfinished jobs. */
  record TooManyUnfinished(int limit) implements Admission {}
}
