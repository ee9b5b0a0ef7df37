package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.insertChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2BGRA;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2Lab;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_Lab2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Paints a subject in another colour, keeping its light and shade.
 *
 * <p>Paint is what has the subject's main hue; of a subject without colour it is what is neither
 * very dark nor colourful, so that tyres, glass and lamps stay as they are.
 */
final class Repaint {
  private static final int HUES = 36;

  /** Chroma (8-bit Lab levels) under which a pixel has no hue worth counting. */
  private static final float GREY_CHROMA = 10;

  /** Shares of the subject that are coloured at all, and of these that share one hue. */
  private static final double COLORED_SHARE = 0.2;

  private static final double ALIKE_SHARE = 0.65;
  private static final int ALIKE_BINS = 3;

  private final byte[] lab;
  private final byte[] alpha;
  private final float[] target;

  private Repaint(byte[] lab, byte[] alpha, float[] target) {
    this.lab = lab;
    this.alpha = alpha;
    this.target = target;
  }

  /** Changes BGRA pixels in place. */
  static void apply(Mat bgra, NamedColor color) {
    try (PointerScope _ = new PointerScope()) {
      Mat levels = new Mat();
      cvtColor(bgra, levels, COLOR_BGR2Lab);
      Mat opacity = new Mat();
      extractChannel(bgra, opacity, 3);
      byte[] lab = new byte[3 * bgra.rows() * bgra.cols()];
      byte[] alpha = new byte[bgra.rows() * bgra.cols()];
      levels.data().get(lab);
      opacity.data().get(alpha);
      new Repaint(lab, alpha, lab(color)).run();
      levels.data().put(lab);
      Mat painted = new Mat();
      cvtColor(levels, painted, COLOR_Lab2BGR);
      Mat result = new Mat();
      cvtColor(painted, result, COLOR_BGR2BGRA);
      insertChannel(opacity, result, 3);
      result.copyTo(bgra);
    }
  }

  private static float[] lab(NamedColor color) {
    Scalar levels = new Scalar(255 * color.blue(), 255 * color.green(), 255 * color.red(), 0);
    Mat pixel = new Mat(1, 1, CV_8UC3, levels);
    Mat lab = new Mat();
    cvtColor(pixel, lab, COLOR_BGR2Lab);
    byte[] values = new byte[3];
    lab.data().get(values);
    return new float[] {values[0] & 0xff, (values[1] & 0xff) - 128, (values[2] & 0xff) - 128};
  }

  private void run() {
    int hue = mainHue();
    double[] mean = mean(hue);
    if (mean[3] < 1) {
      return;
    }
    for (int i = 0; i < alpha.length; i++) {
      if (alpha[i] != 0) {
        paint(i, weight(i, hue), (float) mean[0], (float) mean[1]);
      }
    }
  }

  /** The hue that most colour has, or −1 if the subject has hardly any, or of all kinds. */
  private int mainHue() {
    double[] chromas = new double[HUES];
    long[] counts = new long[HUES];
    long opaque = 0;
    long colored = 0;
    for (int i = 0; i < alpha.length; i++) {
      if ((alpha[i] & 0xff) > 127) {
        opaque++;
        if (chroma(i) > GREY_CHROMA) {
          colored++;
          chromas[bin(i)] += chroma(i);
          counts[bin(i)]++;
        }
      }
    }
    int best = 0;
    for (int bin = 1; bin < HUES; bin++) {
      best = chromas[bin] > chromas[best] ? bin : best;
    }
    long alike = 0;
    for (int bin = best - ALIKE_BINS; bin <= best + ALIKE_BINS; bin++) {
      alike += counts[Math.floorMod(bin, HUES)];
    }
    // A grey subject in mixed light shows several hues, each weakly.
    return alike > ALIKE_SHARE * colored && colored > COLORED_SHARE * opaque ? best : -1;
  }

  /** Brightness and chroma of the paint, weighted; the weight itself is the last. */
  private double[] mean(int hue) {
    double[] sums = new double[4];
    for (int i = 0; i < alpha.length; i++) {
      double weight = weight(i, hue) * (alpha[i] & 0xff) / 255;
      sums[0] += weight * (lab[3 * i] & 0xff);
      sums[1] += weight * chroma(i);
      sums[3] += weight;
    }
    return new double[] {sums[0] / sums[3], sums[1] / sums[3], 0, sums[3]};
  }

  /** How much a pixel is paint, 0 to 1. */
  private float weight(int i, int hue) {
    float chroma = chroma(i);
    if (hue < 0) {
      return ramp(lab[3 * i] & 0xff, 28, 62) * (1 - ramp(chroma, 30, 60));
    }
    int apart = Math.abs(bin(i) - hue);
    float alike = 1 - ramp(Math.min(apart, HUES - apart), 3.5f, 6.5f);
    return alike * ramp(chroma, 5, 14);
  }

  private void paint(int i, float weight, float meanLight, float meanChroma) {
    float light = lab[3 * i] & 0xff;
    // Shades of a colourful paint scale with its chroma; of a grey one with its light.
    float shade =
        meanChroma > GREY_CHROMA ? chroma(i) / meanChroma : Math.min(light / meanLight, 1.6f);
    float held = Math.min(shade, 1.5f);
    float wished = light * (0.2f + 0.8f * target[0] / Math.max(meanLight, 40));
    set(3 * i, light + weight * (wished - light));
    for (int c = 1; c < 3; c++) {
      float now = (lab[3 * i + c] & 0xff) - 128;
      set(3 * i + c, 128 + now + weight * (held * target[c] - now));
    }
  }

  private void set(int at, float value) {
    lab[at] = (byte) Math.round(Math.clamp(value, 0, 255));
  }

  private float chroma(int i) {
    return (float) Math.hypot((lab[3 * i + 1] & 0xff) - 128, (lab[3 * i + 2] & 0xff) - 128);
  }

  private int bin(int i) {
    double angle = Math.atan2((lab[3 * i + 2] & 0xff) - 128, (lab[3 * i + 1] & 0xff) - 128);
    return (int) ((angle / Math.TAU + 1) * HUES) % HUES;
  }

  private static float ramp(float value, float from, float to) {
    return Math.clamp((value - from) / (to - from), 0, 1);
  }
}
