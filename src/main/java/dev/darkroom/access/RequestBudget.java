package dev.darkroom.access;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many requests a user may make: a token bucket that holds a minute's worth and is refilled
 * steadily. Each server counts what comes to itself.
 */
public final class RequestBudget {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Whoever was away for a minute has all again, so that nothing is lost with a bucket. */
  private static final Duration FULL_AGAIN = Duration.ofMinutes(2);

  private static final int USERS_MAX = 100_000;

  private final LoadingCache<String, Bucket> buckets;

  /**
   * A budget of so many requests a minute, for each user.
   *
   * @param nanos time that only goes forward, as {@link System#nanoTime}
   */
  public RequestBudget(int perMinute, LongSupplier nanos) {
    TimeMeter meter = meter(nanos);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(USERS_MAX)
            .expireAfterAccess(FULL_AGAIN)
            .ticker(nanos::getAsLong)
            .build(_ -> bucket(perMinute, meter));
  }

  private static Bucket bucket(int perMinute, TimeMeter meter) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
        .withCustomTimePrecision(meter)
        .build();
  }

  private static TimeMeter meter(LongSupplier nanos) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return nanos.getAsLong();
      }

      @Override
      public boolean isWallClockBased() {
        return false;
      }
    };
  }

  /** Takes one request of the user's; if there is none left, how long it takes until there is. */
  public Optional<Duration> take(String user) {
    ConsumptionProbe probe = buckets.get(user).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }
}
