package dev.darkroom.emulator;

import java.time.Duration;

/**
 * How the ends of requests are told. Timeouts and attempts are fal's; it does not say its pauses.
 *
 * @param firstTimeout how long the first attempt waits for the answer
 * @param retryTimeout how long each later one does
 * @param firstPause between the first two attempts; each later pause is twice as long
 * @param maxPause but no longer than this
 * @param maxAttempts after so many in vain it is given up, or when the result expires
 * @param atOnce attempts under way at the same time
 * @param maxQueued ends in memory that are still to be told; the others stay on disk meanwhile
 */
public record HookSettings(
    Duration firstTimeout,
    Duration retryTimeout,
    Duration firstPause,
    Duration maxPause,
    int maxAttempts,
    int atOnce,
    int maxQueued) {

  /** 15 and 120 seconds, pauses of 1, 2, 4 … 120 seconds, 31 attempts, 16 at once, 100,000. */
  public static final HookSettings DEFAULT =
      new HookSettings(
          Duration.ofSeconds(15),
          Duration.ofSeconds(120),
          Duration.ofSeconds(1),
          Duration.ofSeconds(120),
          31,
          16,
          100_000);

  public HookSettings {
    if (firstTimeout.isNegative() || firstTimeout.isZero()) {
      throw new IllegalArgumentException("firstTimeout must be positive");
    }
    if (retryTimeout.isNegative() || retryTimeout.isZero()) {
      throw new IllegalArgumentException("retryTimeout must be positive");
    }
    if (firstPause.isNegative() || maxPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException("pauses must not be negative, nor shrink");
    }
    if (maxAttempts < 1 || atOnce < 1 || maxQueued < 1) {
      throw new IllegalArgumentException("maxAttempts, atOnce and maxQueued must be positive");
    }
  }

  public HookSettings withTimeouts(Duration newFirst, Duration newRetry) {
    return new HookSettings(
        newFirst, newRetry, firstPause, maxPause, maxAttempts, atOnce, maxQueued);
  }

  public HookSettings withPauses(Duration newFirst, Duration newMax) {
    return new HookSettings(
        firstTimeout, retryTimeout, newFirst, newMax, maxAttempts, atOnce, maxQueued);
  }

  public HookSettings withBounds(int newMaxAttempts, int newAtOnce, int newMaxQueued) {
    return new HookSettings(
        firstTimeout, retryTimeout, firstPause, maxPause, newMaxAttempts, newAtOnce, newMaxQueued);
  }

  Duration timeout(Hook hook) {
    return hook.attempts() == 0 ? firstTimeout : retryTimeout;
  }

  /** How long to wait after one more attempt of this in vain. */
  Duration pause(Hook hook) {
    Duration pause = firstPause;
    for (int i = 0; i < hook.attempts() && pause.compareTo(maxPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(maxPause) < 0 ? pause : maxPause;
  }
}
