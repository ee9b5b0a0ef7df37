package dev.darkroom.jobs;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The pause before the next try: it doubles up to a bound, give or take a quarter. */
public record Backoff(Duration first, Duration max, RandomGenerator random) {

  /** The pause after this many failed tries before the one that has just failed. */
  public Duration after(int tries) {
    long doubled = first.toMillis() << Math.min(tries, 20);
    double jitter = 0.75 + random.nextDouble() / 2;
    return Duration.ofMillis((long) (Math.min(doubled, max.toMillis()) * jitter));
  }
}
