package dev.darkroom.jobs;

import java.time.Duration;
import java.time.Instant;

/** Puts times that would be close to each other one after another. */
final class Spacing {
  /** About as long as a visit takes. */
  static final Duration APART = Duration.ofSeconds(1);

  /**
   * Nobody waits longer for the sake of others. A clock that was ahead for a while would else put
   * off all who come later, by as much.
   */
  static final Duration REACH = Duration.ofMinutes(1);

  private Instant last = Instant.EPOCH;

  /** Not before that, and not close to the one before unless there are too many. */
  Instant notBefore(Instant due) {
    Instant free = last.plus(APART);
    boolean inLine = free.isAfter(due) && !free.isAfter(due.plus(REACH));
    last = inLine ? free : due;
    return last;
  }
}
