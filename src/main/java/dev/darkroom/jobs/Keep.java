package dev.darkroom.jobs;

import java.time.Duration;
import java.time.Instant;

/**
 * How long ended jobs are kept, and the files that requests brought. There are two ends to it: what
 * is too old is taken up by nobody any more, and only a while later it is removed. So nothing goes
 * that somebody has just begun with.
 *
 * @param time between the end of a job and its own
 */
public record Keep(Duration time) {
  private static final Duration WHILE = Duration.ofHours(1);

  /** What ended, or came, before then is not taken up any more. */
  public Instant usableSince(Instant now) {
    return now.minus(time);
  }

  /** What ended, or came, before then is removed, if nothing else speaks for it. */
  public Instant removedBefore(Instant now) {
    return usableSince(now).minus(WHILE);
  }
}
