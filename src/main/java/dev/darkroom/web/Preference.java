package dev.darkroom.web;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a client wants to wait (RFC 7240): {@code Prefer: wait=10}, {@code Prefer:
 * respond-async}. What cannot be understood counts as not said.
 *
 * @param waits at most this long; zero for an answer at once
 * @param said whether the client said so
 */
record Preference(Duration waits, boolean said) {
  private static final Pattern WAIT =
      Pattern.compile("(?i)(?:^|[,;\\s])wait\\s*=\\s*\"?([0-9]{1,9})");
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);
  private static final Pattern ASYNC = Pattern.compile("(?i)(?:^|[,;\\s])respond-async\\b");

  /**
   * Reads the header.
   *
   * @param most how long is waited at most, and if nothing is said
   */
  static Preference read(@Nullable String header, Duration most) {
    Matcher wait = WAIT.matcher(header == null ? "" : header);
    if (wait.find()) {
      Duration asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
      return new Preference(asked.compareTo(most) < 0 ? asked : most, true);
    }
    return header != null && ASYNC.matcher(header).find()
        ? new Preference(Duration.ZERO, true)
        : new Preference(most, false);
  }

  /** Waits at most a minute, and not at all unless the client says so. */
  static Preference ifSaid(@Nullable String header) {
    return WAIT.matcher(header == null ? "" : header).find()
        ? read(header, WAIT_MAX)
        : new Preference(Duration.ZERO, false);
  }

  Response applied(Response.ResponseBuilder answer) {
    if (said) {
      String applied = waits.isZero() ? "respond-async" : "wait=" + waits.toSeconds();
      answer.header("Preference-Applied", applied);
    }
    return answer.build();
  }
}
