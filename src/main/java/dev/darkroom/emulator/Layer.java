package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.boundingRect;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** BGRA pixels laid over BGR ones. */
final class Layer {
  /** Alpha from which a pixel counts for the subject's box. */
  private static final int SEEN = 25;

  private Layer() {}

  /** Lays {@code bgra} with its top left corner at x, y; what lies outside is cut off. */
  static void over(Mat bgr, Mat bgra, int x, int y) {
    int left = Math.max(0, x);
    int right = Math.min(bgr.cols(), x + bgra.cols());
    if (right <= left) {
      return;
    }
    byte[] below = new byte[3 * bgr.cols()];
    byte[] above = new byte[4 * bgra.cols()];
    for (int row = Math.max(0, y); row < Math.min(bgr.rows(), y + bgra.rows()); row++) {
      bgr.ptr(row).get(below);
      bgra.ptr(row - y).get(above);
      for (int column = left; column < right; column++) {
        mix(below, 3 * column, above, 4 * (column - x));
      }
      bgr.ptr(row).put(below);
    }
  }

  private static void mix(byte[] below, int to, byte[] above, int from) {
    int alpha = above[from + 3] & 0xff;
    for (int c = 0; c < 3; c++) {
      int sum = alpha * (above[from + c] & 0xff) + (255 - alpha) * (below[to + c] & 0xff);
      below[to + c] = (byte) ((sum + 127) / 255);
    }
  }

  /** Makes BGRA pixels fade out towards their left and right edge, in place. */
  static void fadeSides(Mat bgra, int reachPixels) {
    byte[] row = new byte[4 * bgra.cols()];
    for (int y = 0; y < bgra.rows(); y++) {
      bgra.ptr(y).get(row);
      for (int x = 0; x < bgra.cols(); x++) {
        int edge = Math.min(x, bgra.cols() - 1 - x);
        if (edge < reachPixels) {
          row[4 * x + 3] = (byte) ((row[4 * x + 3] & 0xff) * edge / reachPixels);
        }
      }
      bgra.ptr(y).put(row);
    }
  }

  /** Where the pixels are not transparent; empty if they all are. */
  static Optional<Rect> box(Mat bgra) {
    try (Mat alpha = new Mat();
        Mat seen = new Mat(bgra.rows(), bgra.cols(), CV_8UC1)) {
      extractChannel(bgra, alpha, 3);
      threshold(alpha, seen, SEEN, 255, 0);
      Rect box = boundingRect(seen);
      return box.width() == 0 ? Optional.empty() : Optional.of(box);
    }
  }
}
