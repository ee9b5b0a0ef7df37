package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.bitwise_not;
import static org.bytedeco.opencv.global.opencv_core.divide;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.insertChannel;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2BGRA;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.opencv.opencv_core.Mat;

/** Transparency arithmetic on 8-bit BGRA; every result is new and the caller closes it. */
final class Alpha {
  private static final int ALPHA_CHANNEL = 3;
  private static final int SAME_DEPTH = -1;

  private Alpha() {}

  /** BGR as seen before a white wall; BGR stays as it is. */
  static Mat onWhite(Mat pixels) {
    if (pixels.channels() == 3) {
      return new Mat(pixels);
    }
    try (Mat color = new Mat();
        Mat weight = weight(pixels)) {
      cvtColor(pixels, color, COLOR_BGRA2BGR);
      multiply(color, weight, color, 1.0 / 255, SAME_DEPTH);
      bitwise_not(weight, weight);
      Mat seen = new Mat();
      add(color, weight, seen);
      return seen;
    }
  }

  /** BGR as seen before a black wall; BGR stays as it is. */
  static Mat onBlack(Mat pixels) {
    if (pixels.channels() == 3) {
      return new Mat(pixels);
    }
    try (Mat premultiplied = premultiplied(pixels)) {
      Mat seen = new Mat();
      cvtColor(premultiplied, seen, COLOR_BGRA2BGR);
      return seen;
    }
  }

  /** Colors scaled by their alpha, so that hidden ones do not bleed when neighbors are mixed. */
  static Mat premultiplied(Mat bgra) {
    return scaled(bgra, (color, weight) -> multiply(color, weight, color, 1.0 / 255, SAME_DEPTH));
  }

  /** Undoes {@link #premultiplied}; what is fully transparent becomes black. */
  static Mat straight(Mat premultiplied) {
    return scaled(premultiplied, (color, weight) -> divide(color, weight, color, 255, SAME_DEPTH));
  }

  private static Mat scaled(Mat bgra, Scaling scaling) {
    try (Mat color = new Mat();
        Mat alpha = new Mat();
        Mat weight = weight(bgra)) {
      cvtColor(bgra, color, COLOR_BGRA2BGR);
      scaling.scale(color, weight);
      extractChannel(bgra, alpha, ALPHA_CHANNEL);
      Mat result = new Mat();
      cvtColor(color, result, COLOR_BGR2BGRA);
      insertChannel(alpha, result, ALPHA_CHANNEL);
      return result;
    }
  }

  private static Mat weight(Mat bgra) {
    try (Mat alpha = new Mat()) {
      extractChannel(bgra, alpha, ALPHA_CHANNEL);
      Mat weight = new Mat();
      cvtColor(alpha, weight, COLOR_GRAY2BGR);
      return weight;
    }
  }

  private interface Scaling {
    void scale(Mat color, Mat weight);
  }
}
