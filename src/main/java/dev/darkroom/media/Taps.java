package dev.darkroom.media;

import java.util.Arrays;

/** Which pixels of a line make up each pixel of a part of that line's scaled copy. */
final class Taps {
  /** Lanczos of four lobes, as {@link Resize} uses it where a side grows. */
  private static final int LOBES = 4;

  private final int[] first;
  private final float[][] weights;

  private Taps(int[] first, float[][] weights) {
    this.first = first;
    this.weights = weights;
  }

  /**
   * By coverage where the line shrinks, by Lanczos where it grows; past its ends it goes on as at
   * them.
   *
   * @param from length of the line in pixels
   * @param to length of the whole scaled line
   * @param start index of the first scaled pixel that is wanted
   * @param count how many are wanted
   */
  static Taps of(int from, long to, long start, int count) {
    int[] first = new int[count];
    float[][] weights = new float[count][];
    double step = (double) from / to;
    for (int i = 0; i < count; i++) {
      double begin = (start + i) * step;
      if (to <= from) {
        first[i] = (int) begin;
        weights[i] = covered(begin, Math.min(begin + step, from));
      } else {
        double center = begin + step / 2 - 0.5;
        int left = (int) Math.floor(center) - LOBES + 1;
        first[i] = Math.clamp(left, 0, from - 1);
        weights[i] = lanczos(center, left, from);
      }
    }
    return new Taps(first, weights);
  }

  /** How many scaled pixels there are. */
  int count() {
    return first.length;
  }

  /** The index of the first pixel of the line that counts for a scaled one. */
  int first(int scaled) {
    return first[scaled];
  }

  /** The shares of that one and those after it; their sum is 1. */
  float[] weights(int scaled) {
    return weights[scaled];
  }

  /** The most pixels that one scaled pixel is made of. */
  int longest() {
    return Arrays.stream(weights).mapToInt(shares -> shares.length).max().orElse(0);
  }

  private static float[] covered(double begin, double end) {
    int first = (int) begin;
    float[] shares = new float[Math.max(1, (int) Math.ceil(end) - first)];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) (Math.min(end, first + i + 1) - Math.max(begin, first + i));
    }
    return normalized(shares);
  }

  private static float[] lanczos(double center, int left, int from) {
    int low = Math.clamp(left, 0, from - 1);
    int high = Math.clamp(left + 2L * LOBES - 1, 0, from - 1);
    float[] shares = new float[high - low + 1];
    for (int tap = left; tap < left + 2 * LOBES; tap++) {
      shares[Math.clamp(tap, low, high) - low] += (float) lanczos(tap - center);
    }
    return normalized(shares);
  }

  private static double lanczos(double distance) {
    if (Math.abs(distance) < 1e-9) {
      return 1;
    }
    double x = Math.PI * distance;
    return Math.abs(distance) >= LOBES ? 0 : LOBES * Math.sin(x) * Math.sin(x / LOBES) / (x * x);
  }

  private static float[] normalized(float[] shares) {
    float sum = 0;
    for (float share : shares) {
      sum += share;
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }
}
