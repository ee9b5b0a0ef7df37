package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.max;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.circle;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Falling flakes in three depths, the same for the same seed and size. */
enum Snowfall {
  LIGHT(1),
  HEAVY(3);

  private static final int[] FLAKES = {900, 320, 60};

  /** Radius of a flake of each depth, as a share of the longer side. */
  private static final double[] RADIUS = {0.0011, 0.0022, 0.0055};

  private static final int[] LEVEL = {170, 215, 190};

  private final int amount;

  Snowfall(int amount) {
    this.amount = amount;
  }

  /** Changes BGR pixels in place. */
  void apply(Mat bgr, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int side = Math.max(bgr.cols(), bgr.rows());
    try (PointerScope _ = new PointerScope()) {
      Mat flakes = new Mat(bgr.rows(), bgr.cols(), CV_8UC1, Scalar.all(0));
      for (int depth = 0; depth < FLAKES.length; depth++) {
        Mat layer = new Mat(bgr.rows(), bgr.cols(), CV_8UC1, Scalar.all(0));
        for (int i = 0; i < amount * FLAKES[depth]; i++) {
          Point at = new Point(random.nextInt(bgr.cols()), random.nextInt(bgr.rows()));
          double size = RADIUS[depth] * side * random.nextDouble(0.6, 1.3);
          int level = (int) (LEVEL[depth] * random.nextDouble(0.7, 1));
          circle(layer, at, (int) Math.max(1, Math.round(size)), Scalar.all(level), -1, LINE_AA, 0);
        }
        double soft = Math.max(0.6, RADIUS[depth] * side * 0.55);
        GaussianBlur(layer, layer, new Size(0, 0), soft);
        max(flakes, layer, flakes);
      }
      screen(bgr, flakes);
    }
  }

  private static void screen(Mat bgr, Mat light) {
    byte[] row = new byte[3 * bgr.cols()];
    byte[] lit = new byte[bgr.cols()];
    for (int y = 0; y < bgr.rows(); y++) {
      bgr.ptr(y).get(row);
      light.ptr(y).get(lit);
      for (int i = 0; i < row.length; i++) {
        int level = row[i] & 0xff;
        row[i] = (byte) (level + (255 - level) * (lit[i / 3] & 0xff) / 255);
      }
      bgr.ptr(y).put(row);
    }
  }
}
