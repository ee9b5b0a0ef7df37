package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.insertChannel;
import static org.bytedeco.opencv.global.opencv_core.transform;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2BGRA;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Makes a user's photo a little better to look at for a model, without changing what it shows. */
public final class Correction {
  private static final double DARK = 100;
  private static final double BRIGHTENED = 105;
  private static final double MOST_BRIGHTENING = 1.3;
  private static final double DARK_CONTRAST = 1.08;
  private static final double DARK_SATURATION = 1.1;
  private static final double SATURATION = 1.05;

  private static final double LOW_PERCENTILE = 0.02;
  private static final double HIGH_PERCENTILE = 0.98;

  /** A photo of fog stays one. */
  private static final double MOST_STRETCH = 2;

  /** The mean distance in levels between a pixel's largest and smallest color. */
  private static final double NEARLY_GREY = 12;

  private static final double SHARPENING = 0.2;

  private Correction() {}

  /**
   * A new picture of the same size and channels, the same for the same pixels.
   *
   * <p>Mean luminance under 100 of 255: brightened towards 105 by at most 1.3, contrast × 1.08, a
   * trace of sharpening, saturation × 1.1 if it is nearly grey. Else: luminance percentiles 2 to 98
   * stretched over all levels, by at most 2, and saturation × 1.05 if it is nearly grey. Alpha is
   * kept, and what is fully transparent does not count.
   */
  public static Picture gentle(Picture photo) {
    Mat pixels = photo.mat();
    return PixelThreads.call(() -> Picture.of(gentle(pixels)));
  }

  private static Mat gentle(Mat pixels) {
    Levels levels = Levels.of(pixels);
    if (pixels.channels() == 3) {
      return corrected(pixels, levels);
    }
    try (Mat color = new Mat();
        Mat alpha = new Mat()) {
      cvtColor(pixels, color, COLOR_BGRA2BGR);
      extractChannel(pixels, alpha, 3);
      try (Mat better = corrected(color, levels)) {
        Mat result = new Mat();
        cvtColor(better, result, COLOR_BGR2BGRA);
        insertChannel(alpha, result, 3);
        return result;
      }
    }
  }

  private static Mat corrected(Mat bgr, Levels levels) {
    boolean nearlyGrey = levels.meanChroma() < NEARLY_GREY;
    if (levels.mean() >= DARK) {
      return stretched(bgr, levels, nearlyGrey ? SATURATION : 1);
    }
    double brightening = Math.min(MOST_BRIGHTENING, BRIGHTENED / Math.max(1, levels.mean()));
    // Around its own mean: around middle grey a night photo would lose its shadows.
    double offset = levels.mean() * brightening * (1 - DARK_CONTRAST);
    double saturation = nearlyGrey ? DARK_SATURATION : 1;
    try (Mat brighter = mixed(bgr, saturation, brightening * DARK_CONTRAST, offset)) {
      return sharpened(brighter);
    }
  }

  private static Mat stretched(Mat bgr, Levels levels, double saturation) {
    int low = levels.percentile(LOW_PERCENTILE);
    int span = levels.percentile(HIGH_PERCENTILE) - low;
    if (span == 0 || span == 255) {
      return mixed(bgr, saturation, 1, 0);
    }
    double stretch = Math.min(MOST_STRETCH, 255.0 / span);
    // The level that a full stretch of this photo leaves where it is.
    double still = low * 255.0 / (255 - span);
    return mixed(bgr, saturation, stretch, still * (1 - stretch));
  }

  /** {@code (luminance + (color − luminance) × saturation) × gain + offset}, rounded once. */
  private static Mat mixed(Mat bgr, double saturation, double gain, double offset) {
    float[] rows = new float[12];
    for (int to = 0; to < 3; to++) {
      for (int from = 0; from < 3; from++) {
        double own = to == from ? saturation : 0;
        rows[to * 4 + from] = (float) (gain * (own + (1 - saturation) * Levels.WEIGHTS[from]));
      }
      rows[to * 4 + 3] = (float) offset;
    }
    try (Mat matrix = new Mat(3, 4, CV_32F)) {
      new FloatPointer(matrix.data()).put(rows);
      Mat result = new Mat();
      transform(bgr, result, matrix);
      return result;
    }
  }

  private static Mat sharpened(Mat bgr) {
    try (Mat soft = new Mat();
        Size size = new Size(0, 0)) {
      GaussianBlur(bgr, soft, size, 1, 1, BORDER_REPLICATE, 0);
      Mat sharp = new Mat();
      addWeighted(bgr, 1 + SHARPENING, soft, -SHARPENING, 0, sharp);
      return sharp;
    }
  }
}
