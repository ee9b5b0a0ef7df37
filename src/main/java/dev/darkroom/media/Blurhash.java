package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Writes a picture's lowest frequencies as a short text (the BlurHash algorithm,
 * github.com/woltapp/blurhash).
 */
final class Blurhash {
  /** Enough for four waves a side; the cost grows with the pixels. */
  private static final int MOST_SIDE_PIXELS = 64;

  /** From here on an odd row or column that is left out does not show. */
  private static final int LEAST_HALF_PIXELS = 500;

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

  private Blurhash() {}

  static String of(Mat pixels) {
    double scale = Math.min(1, (double) MOST_SIDE_PIXELS / Math.max(pixels.cols(), pixels.rows()));
    int width = Math.max(1, (int) Math.round(pixels.cols() * scale));
    int height = Math.max(1, (int) Math.round(pixels.rows() * scale));
    byte[] bgr = new byte[width * height * 3];
    try (Mat fewer = halved(pixels);
        Mat small = new Mat();
        Size size = new Size(width, height)) {
      resize(fewer, small, size, 0, 0, INTER_AREA);
      try (Mat shallow = Depth.of(small, CV_8U);
          Mat seen = Alpha.onWhite(shallow)) {
        seen.data().get(bgr);
      }
    }
    boolean portrait = pixels.rows() > pixels.cols();
    return of(bgr, width, height, portrait ? 3 : 4, portrait ? 4 : 3);
  }

  /** Large ones at half their size: exact halves are made ten times as fast as other fractions. */
  private static Mat halved(Mat pixels) {
    int width = pixels.cols() / 2;
    int height = pixels.rows() / 2;
    if (Math.min(width, height) < LEAST_HALF_PIXELS) {
      return new Mat(pixels);
    }
    Mat half = new Mat();
    try (Mat even = new Area(0, 0, 2 * width, 2 * height).of(pixels);
        Size size = new Size(width, height)) {
      resize(even, half, size, 0, 0, INTER_AREA);
    }
    return half;
  }

  /**
   * The hash of any pixels.
   *
   * @param bgr three bytes a pixel, row by row
   * @param across components in x, 1 to 9
   * @param down components in y, 1 to 9
   */
  static String of(byte[] bgr, int width, int height, int across, int down) {
    double[] linear = new double[bgr.length];
    for (int i = 0; i < bgr.length; i++) {
      linear[i] = toLinear(bgr[i] & 0xff);
    }
    double[][] waves = new double[across * down][];
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        waves[y * across + x] = wave(linear, width, height, x, y);
      }
    }
    return write(waves, across, down);
  }

  /** The mean of red, green and blue, weighted by one cosine. */
  private static double[] wave(double[] linear, int width, int height, int waveX, int waveY) {
    double[] sum = new double[3];
    int at = 0;
    for (int y = 0; y < height; y++) {
      double down = Math.cos(Math.PI * waveY * y / height);
      for (int x = 0; x < width; x++) {
        double weight = down * Math.cos(Math.PI * waveX * x / width);
        for (int color = 2; color >= 0; color--) {
          sum[color] += weight * linear[at++];
        }
      }
    }
    double scale = (waveX == 0 && waveY == 0 ? 1.0 : 2.0) / (width * height);
    for (int color = 0; color < 3; color++) {
      sum[color] *= scale;
    }
    return sum;
  }

  private static String write(double[][] waves, int across, int down) {
    double largest = 0;
    for (int i = 1; i < waves.length; i++) {
      for (double color : waves[i]) {
        largest = Math.max(largest, Math.abs(color));
      }
    }
    int quantized = Math.clamp((long) (largest * 166 - 0.5), 0, 82);
    double largestRead = waves.length == 1 ? 1 : (quantized + 1) / 166.0;
    StringBuilder hash = new StringBuilder();
    append(hash, across - 1 + (down - 1) * 9, 1);
    append(hash, waves.length == 1 ? 0 : quantized, 1);
    append(hash, meanDigits(waves[0]), 4);
    for (int i = 1; i < waves.length; i++) {
      append(hash, waveDigits(waves[i], largestRead), 2);
    }
    return hash.toString();
  }

  private static int meanDigits(double[] mean) {
    return toSrgb(mean[0]) << 16 | toSrgb(mean[1]) << 8 | toSrgb(mean[2]);
  }

  /** Three colors, each in 19 steps, finer near zero. */
  private static int waveDigits(double[] wave, double largest) {
    int digits = 0;
    for (double color : wave) {
      double share = color / largest;
      double root = Math.signum(share) * Math.sqrt(Math.abs(share));
      digits = digits * 19 + Math.clamp((long) Math.floor(root * 9 + 9.5), 0, 18);
    }
    return digits;
  }

  private static void append(StringBuilder hash, int value, int digits) {
    int divisor = (int) Math.pow(83, digits - 1);
    for (; divisor > 0; divisor /= 83) {
      hash.append(DIGITS.charAt(value / divisor % 83));
    }
  }

  private static double toLinear(int srgb) {
    double value = srgb / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static int toSrgb(double linear) {
    double value = Math.clamp(linear, 0, 1);
    double srgb = value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
    return (int) (srgb * 255 + 0.5);
  }
}
