package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LANCZOS4;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Scales pixels: first the sides that shrink, by area, then those that grow, by Lanczos. */
final class Resize {
  private Resize() {}

  /** New pixels of exactly this size, which the caller closes. */
  static Mat to(Mat pixels, int width, int height) {
    if (pixels.channels() == 3) {
      return plain(pixels, width, height);
    }
    try (Mat premultiplied = Alpha.premultiplied(pixels);
        Mat resized = plain(premultiplied, width, height)) {
      return Alpha.straight(resized);
    }
  }

  private static Mat plain(Mat pixels, int width, int height) {
    int smallWidth = Math.min(width, pixels.cols());
    int smallHeight = Math.min(height, pixels.rows());
    Mat resized = new Mat();
    try (Mat small = new Mat();
        Size smallSize = new Size(smallWidth, smallHeight);
        Size size = new Size(width, height)) {
      resize(pixels, small, smallSize, 0, 0, INTER_AREA);
      resize(small, resized, size, 0, 0, INTER_LANCZOS4);
    }
    return resized;
  }
}
