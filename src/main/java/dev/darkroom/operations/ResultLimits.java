package dev.darkroom.operations;

import dev.darkroom.media.VideoLimits;
import java.util.Collection;

/**
 * What videos may be that come back: more than what users may bring, and never less than what the
 * offer makes, since they were paid for.
 */
final class ResultLimits {
  /** For each frame that a user may bring: {@link InterpolateVideo} makes four of one. */
  private static final int FRAMES_OF_ONE = 5;

  /** A model may add a frame, or round up. */
  private static final double SLACK = 1.1;

  /** Of a model that names neither its sizes nor its rate truly. */
  private static final long PIXELS_MIN = 1920L * 1920;

  private static final int FPS_MIN = 60;

  private ResultLimits() {}

  static VideoLimits videos(OperationSettings settings, Catalogue catalogue) {
    Collection<Animator> animators = catalogue.video().providers().values();
    Catalogue.VideoUpscale upscale = catalogue.videoUpscale();
    double made = animators.stream().mapToInt(Animator::secondsMax).max().orElseThrow();
    double fps = Math.max(FPS_MIN, animators.stream().mapToInt(Animator::fps).max().orElseThrow());
    double pixels =
        Math.max(
            animators.stream().mapToDouble(Animator::pixelsMax).max().orElseThrow(),
            (double) upscale.longerSideMax() * upscale.shorterSideMax());
    return new VideoLimits(
        longer(Math.max(settings.videoSecondsMax(), made)),
        Math.max(settings.videoPixelsMax(), Math.max(PIXELS_MIN, (long) (pixels * SLACK))),
        Math.max(settings.videoFramesMax() * FRAMES_OF_ONE, (long) (longer(made) * fps)),
        settings.videoLookWithin());
  }

  private static double longer(double seconds) {
    return seconds * SLACK + 1;
  }
}
