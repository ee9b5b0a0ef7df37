package dev.darkroom.jobs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How jobs are worked on. */
@ConfigMapping(prefix = "darkroom.jobs")
public interface JobSettings {

  /** How long a claim lasts without being renewed; it is renewed at a third of it. */
  @WithDefault("30s")
  Duration lease();

  /** Visits at the same time. */
  @WithDefault("64")
  int visitsMax();

  /** Requests at the provider at the same time; others wait their turn. */
  @WithDefault("40")
  int inFlightMax();

  /** Unfinished jobs of one user; a further one is answered 429. */
  @WithDefault("20")
  int unfinishedMax();

  /** The provider must have begun after this long. */
  @WithDefault("15m")
  Duration startWithin();

  /** A picture must be done after this long. */
  @WithDefault("30m")
  Duration imageWithin();

  /** A video must be done after this long. */
  @WithDefault("2h")
  Duration videoWithin();

  /** A delivered result has at least this long to be stored, even past the deadline. */
  @WithDefault("10m")
  Duration storeWithin();

  /** How long a submit whose answer was lost waits to be found before it is tried once more. */
  @WithDefault("60s")
  Duration lostAnswerGrace();

  /** The same, where the provider tells by itself what it took: at the end of a request. */
  @WithDefault("5m")
  Duration lostAnswerWebhookGrace();

  /** The first pause between two looks at the provider; it grows with the job's age. */
  @WithDefault("250ms")
  Duration pollFirst();

  /** The longest pause between two looks. */
  @WithDefault("5s")
  Duration pollMax();

  /** The same, where the provider tells the end by itself. */
  @WithDefault("30s")
  Duration pollMaxWithWebhooks();

  /** The first pause after trouble; it doubles, with jitter. */
  @WithDefault("500ms")
  Duration retryFirst();

  /** The longest pause after trouble. */
  @WithDefault("30s")
  Duration retryMax();

  /** How long an Idempotency-Key counts. */
  @WithDefault("24h")
  Duration idempotencyAge();

  /** How long ended jobs are kept, and files that requests brought; see {@link Keep}. */
  @WithDefault("30d")
  Duration keep();
}
