package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.LUT;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.insertChannel;
import static org.bytedeco.opencv.global.opencv_core.meanStdDev;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2BGRA;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2Lab;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_Lab2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Brings a subject's tone nearer to its scene's: mean and deviation in Lab (Reinhard, 2001), only
 * part of the way, since a red car is to stay red.
 */
final class ToneMatch {
  /** Share of the way, and the most levels, that brightness and both colours move. */
  private static final double[] SHARE = {0.3, 0.45, 0.45};

  private static final double[] MOST_LEVELS = {26, 9, 11};

  /** Share of the way for the deviation of the brightness; colours keep theirs. */
  private static final double DEVIATION_SHARE = 0.25;

  private ToneMatch() {}

  /** Changes BGRA pixels in place towards BGR ones. */
  static void apply(Mat subject, Mat scene) {
    try (PointerScope _ = new PointerScope()) {
      Mat alpha = new Mat();
      extractChannel(subject, alpha, 3);
      Mat own = lab(subject);
      Tone from = Tone.of(own, alpha);
      Tone to = Tone.of(lab(scene), new Mat());
      Mat toned = new Mat();
      LUT(own, table(from, to), toned);
      Mat bgr = new Mat();
      cvtColor(toned, bgr, COLOR_Lab2BGR);
      Mat result = new Mat();
      cvtColor(bgr, result, COLOR_BGR2BGRA);
      insertChannel(alpha, result, 3);
      result.copyTo(subject);
    }
  }

  private static Mat lab(Mat pixels) {
    Mat lab = new Mat();
    cvtColor(pixels, lab, COLOR_BGR2Lab);
    return lab;
  }

  private static Mat table(Tone from, Tone to) {
    byte[] levels = new byte[3 * 256];
    for (int c = 0; c < 3; c++) {
      double move = SHARE[c] * (to.mean[c] - from.mean[c]);
      double shift = Math.clamp(move, -MOST_LEVELS[c], MOST_LEVELS[c]);
      double ratio = Math.clamp(to.deviation[c] / Math.max(1, from.deviation[c]), 0.5, 2);
      double gain = c == 0 ? 1 + DEVIATION_SHARE * (ratio - 1) : 1;
      for (int level = 0; level < 256; level++) {
        double value = from.mean[c] + gain * (level - from.mean[c]) + shift;
        // Black stays black: tyres do not glow in a bright scene.
        double anchored = c == 0 ? Math.min(value, level * 1.6 + 4) : value;
        levels[3 * level + c] = (byte) Math.round(Math.clamp(anchored, 0, 255));
      }
    }
    Mat table = new Mat(1, 256, CV_8UC3);
    table.data().put(levels);
    return table;
  }

  /** Mean and deviation of each channel. */
  private static final class Tone {
    final double[] mean = new double[3];
    final double[] deviation = new double[3];

    static Tone of(Mat lab, Mat mask) {
      Mat means = new Mat();
      Mat deviations = new Mat();
      meanStdDev(lab, means, deviations, mask);
      Tone tone = new Tone();
      new DoublePointer(means.data()).get(tone.mean);
      new DoublePointer(deviations.data()).get(tone.deviation);
      return tone;
    }
  }
}
