package dev.darkroom.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long a receiver that failed is left alone: ten tries over three days.
 *
 * @param random puts each pause off by up to a tenth, so that many do not come back at once
 */
public record Pauses(RandomGenerator random) {
  private static final List<Duration> AFTER =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(18),
          Duration.ofHours(22));

  /** How often an event is tried. */
  public static final int TRIES_MAX = AFTER.size() + 1;

  /** A receiver may ask for more time, but not for ever. */
  static final Duration ASKED_MAX = Duration.ofHours(24);

  /**
   * When the next try is due.
   *
   * @param tries how many failed before the one that has just failed; fewer than nine
   * @param retryAfter what the receiver said, seconds or a date; anything else is passed over
   */
  Instant next(int tries, @Nullable String retryAfter, Instant now) {
    Duration pause = AFTER.get(tries);
    Instant due = now.plusMillis((long) (pause.toMillis() * (1 + random.nextDouble() / 10)));
    Instant asked = asked(retryAfter, now);
    return asked.isAfter(due) ? asked : due;
  }

  private static Instant asked(@Nullable String retryAfter, Instant now) {
    if (retryAfter == null) {
      return now;
    }
    Instant most = now.plus(ASKED_MAX);
    Instant asked = now;
    if (retryAfter.matches("[0-9]{1,9}")) {
      asked = now.plusSeconds(Long.parseLong(retryAfter));
    } else {
      try {
        asked = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      } catch (DateTimeParseException e) {
        return now;
      }
    }
    return asked.isAfter(most) ? most : asked;
  }
}
