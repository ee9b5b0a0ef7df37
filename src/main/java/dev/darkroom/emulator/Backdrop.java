package dev.darkroom.emulator;

import org.bytedeco.opencv.opencv_core.Mat;

/** A studio's backdrop in one colour: a wall, a floor a little darker, a soft light on both. */
final class Backdrop {
  /** Height of the line between wall and floor, as a share of the picture's. */
  private static final double HORIZON = 0.62;

  private Backdrop() {}

  /** Replaces BGR pixels. */
  static void fill(Mat bgr, NamedColor color) {
    byte[] row = new byte[3 * bgr.cols()];
    for (int y = 0; y < bgr.rows(); y++) {
      double down = (y + 0.5) / bgr.rows();
      double floor = 1 / (1 + Math.exp((HORIZON - down) * 30));
      for (int x = 0; x < bgr.cols(); x++) {
        double across = (x + 0.5) / bgr.cols() - 0.5;
        double away = Math.hypot(across, 0.8 * (down - 0.55));
        double light = 1.06 - 0.35 * away * away - 0.07 * floor;
        for (int c = 0; c < 3; c++) {
          row[3 * x + c] = (byte) Math.round(Math.min(255, 255 * light * color.channel(c)));
        }
      }
      bgr.ptr(y).put(row);
    }
  }
}
