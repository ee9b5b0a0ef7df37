package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;

import org.bytedeco.opencv.opencv_core.Mat;

/** How many bits a channel has: 8 or 16. */
final class Depth {
  /** Full white of 16 bits is this many times that of 8. */
  private static final double WIDER = 257;

  private Depth() {}

  /** The pixels in {@code CV_8U} or {@code CV_16U}: shared memory if they are, else new. */
  static Mat of(Mat pixels, int depth) {
    if (pixels.depth() == depth) {
      return new Mat(pixels);
    }
    Mat converted = new Mat();
    pixels.convertTo(converted, depth, depth == CV_8U ? 1 / WIDER : WIDER, 0);
    return converted;
  }

  /** The level of full white, or of full opacity. */
  static int white(Mat pixels) {
    return pixels.depth() == CV_16U ? 65_535 : 255;
  }
}
