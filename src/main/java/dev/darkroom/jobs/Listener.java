package dev.darkroom.jobs;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * An address that is told how a job goes.
 *
 * @param url http or https, and checked
 * @param kinds of the events that it is told of, one or more of {@link #KINDS} and in that order
 */
public record Listener(String url, List<String> kinds) {
  /** The ends of a job: what is told if nothing else is asked for. */
  public static final List<String> ENDS = List.of("completed", "failed", "cancelled");

  /** What may be told. The rest of a story is about answers that were lost on the way. */
  public static final List<String> KINDS =
      List.of(
          "admitted",
          "submitting",
          "submitted",
          "queued",
          "running",
          "delivered",
          "retrying",
          "completed",
          "failed",
          "cancelled");

  public Listener {
    kinds = KINDS.stream().filter(kinds::contains).toList();
    if (kinds.isEmpty()) {
      throw new IllegalStateException("A listener that is told nothing indicates a bug");
    }
  }

  /** Who is called, in lower case. */
  public String host() {
    return String.valueOf(URI.create(url).getHost()).toLowerCase(Locale.ROOT);
  }

  /** The number of the event that waits to be told right after the admission; 0 for none. */
  public int wantedFirst() {
    return kinds.contains("admitted") ? 1 : 0;
  }
}
