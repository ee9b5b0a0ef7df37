package dev.darkroom.bench;

import java.time.Duration;

/** How many of something in a second. */
final class Rate {
  private Rate() {}

  static double perSecond(long count, Duration within) {
    return count / (within.toNanos() / 1e9);
  }
}
