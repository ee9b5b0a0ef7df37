package dev.darkroom.emulator;

import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;

/** Film grain: noise in brightness alone, strongest in the middle tones. */
final class Grain {
  /** Deviation in levels for each step of strength. */
  private static final double STEP_LEVELS = 2.2;

  private Grain() {}

  /**
   * Changes BGR pixels in place; the same for the same seed and size.
   *
   * @param strength 0 to 10
   */
  static void apply(Mat bgr, int strength, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] row = new byte[3 * bgr.cols()];
    for (int y = 0; y < bgr.rows(); y++) {
      bgr.ptr(y).get(row);
      for (int x = 0; x < bgr.cols(); x++) {
        double middle = 1 - Math.abs((row[3 * x + 1] & 0xff) - 128) / 200.0;
        // Two dice are near enough to a bell.
        double noise = (random.nextDouble() + random.nextDouble() - 1) * 2.4;
        int shift = (int) Math.round(noise * strength * STEP_LEVELS * middle);
        for (int c = 0; c < 3; c++) {
          row[3 * x + c] = (byte) Math.clamp((row[3 * x + c] & 0xff) + shift, 0, 255);
        }
      }
      bgr.ptr(y).put(row);
    }
  }
}
