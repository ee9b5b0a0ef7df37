package dev.darkroom.web;

import java.time.Duration;

/** A user asks more often than anybody may. */
final class TooManyRequests extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration until;

  TooManyRequests(Duration until) {
    super("Too many requests", null, false, false);
    this.until = until;
  }

  /** When the next request is taken. */
  Duration until() {
    return until;
  }
}
