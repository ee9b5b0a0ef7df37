package dev.darkroom.media;

import java.time.Duration;

/**
 * What a video may be and take.
 *
 * @param pixelsMax width × height of a frame
 * @param within for all of the work on it, by the wall clock
 */
public record VideoLimits(double secondsMax, long pixelsMax, long framesMax, Duration within) {
  public VideoLimits {
    if (!(secondsMax > 0) || pixelsMax < 1 || framesMax < 1 || !within.isPositive()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
