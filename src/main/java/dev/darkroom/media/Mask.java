package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import org.bytedeco.opencv.opencv_core.Mat;

/** Reads which pixels a mask sets: the opaque ones, or the bright ones of a mask without holes. */
public final class Mask {
  private static final int ALPHA_CHANNEL = 3;

  /** What is above belongs to the subject. */
  private static final int HALF = 127;

  private Mask() {}

  /**
   * How many pixels inside the box are set: alpha above 127 if the mask is transparent anywhere,
   * else luminance above 127. What the box covers outside of the mask counts as not set.
   */
  public static long pixelsInside(Picture mask, Box box) {
    Mat pixels = mask.mat();
    return box.within(mask.width(), mask.height())
        .map(area -> PixelThreads.call(() -> count(pixels, area)))
        .orElse(0L);
  }

  private static long count(Mat pixels, Area area) {
    try (Mat set = set(pixels);
        Mat inside = area.of(set)) {
      return countNonZero(inside);
    }
  }

  /** New pixels of one channel: 255 where the mask is set, else 0. */
  private static Mat set(Mat pixels) {
    if (pixels.channels() == 4) {
      try (Mat alpha = new Mat()) {
        extractChannel(pixels, alpha, ALPHA_CHANNEL);
        // Encoders add a full alpha channel to pictures that need none; it says nothing.
        if (!opaque(alpha)) {
          return above(alpha, HALF);
        }
      }
    }
    try (Mat luminance = new Mat()) {
      cvtColor(pixels, luminance, pixels.channels() == 4 ? COLOR_BGRA2GRAY : COLOR_BGR2GRAY);
      return above(luminance, HALF);
    }
  }

  private static boolean opaque(Mat alpha) {
    try (Mat full = above(alpha, 254)) {
      return countNonZero(full) == (long) alpha.rows() * alpha.cols();
    }
  }

  /** Which pixels of a BGRA picture are more opaque than not: new, 255 or 0. */
  static Mat ofAlpha(Mat bgra) {
    try (Mat alpha = new Mat()) {
      extractChannel(bgra, alpha, ALPHA_CHANNEL);
      return above(alpha, HALF);
    }
  }

  private static Mat above(Mat channel, int most) {
    Mat set = new Mat();
    threshold(channel, set, most, 255, THRESH_BINARY);
    return set;
  }
}
