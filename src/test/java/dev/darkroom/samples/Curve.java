package dev.darkroom.samples;

/** A smooth height over a line, drawn through a few points. */
final class Curve {
  private static final int STEPS = 1024;

  private final double from;
  private final double to;
  private final double[] heights = new double[STEPS + 1];

  /** Through pairs of x and height, x rising. */
  Curve(double... points) {
    from = points[0];
    to = points[points.length - 2];
    for (int i = 0; i <= STEPS; i++) {
      heights[i] = through(points, from + (to - from) * i / STEPS);
    }
  }

  double at(double x) {
    double place = Math.clamp((x - from) / (to - from), 0.0, 1.0) * (STEPS - 1);
    int index = (int) place;
    return heights[index] + (heights[index + 1] - heights[index]) * (place - index);
  }

  /** Catmull-Rom, with the slopes at a point taken from its neighbors. */
  private static double through(double[] points, double x) {
    int last = points.length / 2 - 1;
    int i = 0;
    while (i < last - 1 && x > points[2 * i + 2]) {
      i++;
    }
    double width = points[2 * i + 2] - points[2 * i];
    double t = (x - points[2 * i]) / width;
    double a = points[2 * i + 1];
    double b = points[2 * i + 3];
    double slopeA = slope(points, i, last) * width;
    double slopeB = slope(points, i + 1, last) * width;
    double t2 = t * t;
    double t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * a
        + (t3 - 2 * t2 + t) * slopeA
        + (3 * t2 - 2 * t3) * b
        + (t3 - t2) * slopeB;
  }

  private static double slope(double[] points, int i, int last) {
    int before = Math.max(0, i - 1);
    int after = Math.min(last, i + 1);
    return (points[2 * after + 1] - points[2 * before + 1])
        / (points[2 * after] - points[2 * before]);
  }
}
