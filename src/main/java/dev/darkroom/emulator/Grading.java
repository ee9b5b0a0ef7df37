package dev.darkroom.emulator;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Applies grades to pixels, in order and in one pass. */
final class Grading {
  /** How much of the darkest and of the brightest pixels evening may clip. */
  private static final double CLIPPED_SHARE = 0.005;

  private Grading() {}

  /** Changes 8-bit BGR pixels in place. */
  static void apply(Mat bgr, List<? extends Grade> grades) {
    if (grades.isEmpty()) {
      return;
    }
    byte[] row = new byte[3 * bgr.cols()];
    float[] pixel = new float[3];
    for (int y = 0; y < bgr.rows(); y++) {
      bgr.ptr(y).get(row);
      float down = (y + 0.5f) / bgr.rows();
      for (int x = 0; x < bgr.cols(); x++) {
        for (int c = 0; c < 3; c++) {
          pixel[c] = (row[3 * x + c] & 0xff) / 255f;
        }
        float across = (x + 0.5f) / bgr.cols();
        for (Grade grade : grades) {
          grade.apply(pixel, across, down);
        }
        for (int c = 0; c < 3; c++) {
          row[3 * x + c] = (byte) Math.round(255 * Math.clamp(pixel[c], 0, 1));
        }
      }
      bgr.ptr(y).put(row);
    }
  }

  /** Lightly stretches the brightness over the whole range: half way to it, by 25 % at most. */
  static void even(Mat bgr) {
    long[] counts = counts(bgr);
    long clipped = (long) (CLIPPED_SHARE * 3 * bgr.total());
    int low = 0;
    for (long seen = counts[0]; seen <= clipped && low < 254; seen += counts[low]) {
      low++;
    }
    int high = 255;
    for (long seen = counts[255]; seen <= clipped && high > low + 1; seen += counts[high]) {
      high--;
    }
    double gain = Math.min(1.25, (1 + 255.0 / (high - low)) / 2);
    double shift = low * gain / 2;
    bgr.convertTo(bgr, -1, gain, -shift);
  }

  private static long[] counts(Mat bgr) {
    long[] counts = new long[256];
    byte[] row = new byte[3 * bgr.cols()];
    for (int y = 0; y < bgr.rows(); y++) {
      bgr.ptr(y).get(row);
      for (byte level : row) {
        counts[level & 0xff]++;
      }
    }
    return counts;
  }
}
