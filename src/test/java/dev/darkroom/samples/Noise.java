package dev.darkroom.samples;

/** Smooth random fields, the same on every machine. */
final class Noise {
  private Noise() {}

  /** 0 to 1, smooth over one unit. */
  static double at(double x, double y) {
    double left = Math.floor(x);
    double low = Math.floor(y);
    double u = ease(x - left);
    double v = ease(y - low);
    long column = (long) left;
    long row = (long) low;
    double bottom = hash(column, row) * (1 - u) + hash(column + 1, row) * u;
    double top = hash(column, row + 1) * (1 - u) + hash(column + 1, row + 1) * u;
    return bottom * (1 - v) + top * v;
  }

  /** Octaves of {@link #at}, each half as strong and twice as fine; about 0 to 1. */
  static double cloud(double x, double y, int octaves) {
    double sum = 0;
    double strength = 0.5;
    for (int octave = 0; octave < octaves; octave++) {
      sum += strength * at(x, y);
      // Turned and shifted, so that the grids of two octaves never meet.
      double turned = 1.6 * x + 1.2 * y + 17.3;
      y = 1.6 * y - 1.2 * x + 9.1;
      x = turned;
      strength /= 2;
    }
    return sum;
  }

  /** 0 to 1, unrelated from one place to the next. */
  static double hash(long x, long y) {
    long bits = x * 0x9E3779B97F4A7C15L ^ y * 0xC2B2AE3D27D4EB4FL;
    bits = (bits ^ bits >>> 29) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ bits >>> 32) * 0x94D049BB133111EBL;
    return (bits >>> 11) * 0x1p-53;
  }

  /** 0 up to the first edge, 1 from the second on, smooth between. */
  static double step(double from, double to, double value) {
    return ease(Math.clamp((value - from) / (to - from), 0.0, 1.0));
  }

  private static double ease(double share) {
    return share * share * (3 - 2 * share);
  }
}
