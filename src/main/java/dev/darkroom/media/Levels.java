package dev.darkroom.media;

import org.bytedeco.opencv.opencv_core.Mat;

/** How bright and how colorful the pixels of a picture are; fully transparent ones do not count. */
final class Levels {
  /** What blue, green and red add to luminance (ITU-R BT.601). */
  static final double[] WEIGHTS = {0.114, 0.587, 0.299};

  /** The same in 256ths. */
  private static final int BLUE = 29;

  private static final int GREEN = 150;
  private static final int RED = 77;

  private final long[] counts;
  private final long total;
  private final double meanChroma;

  private Levels(long[] counts, long total, double meanChroma) {
    this.counts = counts;
    this.total = total;
    this.meanChroma = meanChroma;
  }

  /** Of 8-bit BGR or BGRA. */
  static Levels of(Mat pixels) {
    int channels = pixels.channels();
    byte[] row = new byte[pixels.cols() * channels];
    long[] counts = new long[256];
    long total = 0;
    long chroma = 0;
    for (int y = 0; y < pixels.rows(); y++) {
      pixels.ptr(y).get(row);
      for (int at = 0; at < row.length; at += channels) {
        if (channels == 4 && row[at + 3] == 0) {
          continue;
        }
        int blue = row[at] & 0xff;
        int green = row[at + 1] & 0xff;
        int red = row[at + 2] & 0xff;
        counts[(BLUE * blue + GREEN * green + RED * red) >> 8]++;
        chroma += Math.max(blue, Math.max(green, red)) - Math.min(blue, Math.min(green, red));
        total++;
      }
    }
    return new Levels(counts, total, total == 0 ? 0 : (double) chroma / total);
  }

  /** The mean of a pixel's largest minus its smallest color, 0 to 255. */
  double meanChroma() {
    return meanChroma;
  }

  /** The mean luminance; 0 of nothing. */
  double mean() {
    long sum = 0;
    for (int level = 0; level < counts.length; level++) {
      sum += level * counts[level];
    }
    return total == 0 ? 0 : (double) sum / total;
  }

  /** The lowest luminance that at least this share of the pixels does not exceed. */
  int percentile(double share) {
    long below = 0;
    for (int level = 0; level < counts.length; level++) {
      below += counts[level];
      if (below >= share * total) {
        return level;
      }
    }
    return 255;
  }
}
