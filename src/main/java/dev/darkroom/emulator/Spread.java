package dev.darkroom.emulator;

/** Where a region lies: its mean and its covariance, for asking how far out a pixel is. */
final class Spread {
  private final double meanX;
  private final double meanY;
  private final double inverseX;
  private final double inverseY;
  private final double inverseBoth;

  private Spread(double meanX, double meanY, double varX, double varY, double both) {
    this.meanX = meanX;
    this.meanY = meanY;
    double determinant = varX * varY - both * both;
    this.inverseX = varY / determinant;
    this.inverseY = varX / determinant;
    this.inverseBoth = -both / determinant;
  }

  /**
   * Measures a region.
   *
   * @param mask 0 outside it, row by row
   * @param width of a row
   */
  static Spread of(byte[] mask, int width) {
    double count = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumYy = 0;
    double sumXy = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        double x = i % width;
        int row = i / width;
        double y = row;
        count++;
        sumX += x;
        sumY += y;
        sumXx += x * x;
        sumYy += y * y;
        sumXy += x * y;
      }
    }
    double n = Math.max(1, count);
    double meanX = sumX / n;
    double meanY = sumY / n;
    // A pixel has a width too, so that a line has a spread across.
    double varX = sumXx / n - meanX * meanX + 1;
    double varY = sumYy / n - meanY * meanY + 1;
    return new Spread(meanX, meanY, varX, varY, sumXy / n - meanX * meanY);
  }

  /** The squared Mahalanobis distance from the mean. */
  double squares(int x, int y) {
    double across = x - meanX;
    double down = y - meanY;
    return across * across * inverseX + down * down * inverseY + 2 * across * down * inverseBoth;
  }
}
