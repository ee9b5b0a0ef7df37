package dev.darkroom.samples;

/** The shape of a coupé as distances: nose towards +x, wheels on y = 0, symmetric in z. */
final class Car {
  static final double AXLE = 1.36;
  static final double WHEEL_RADIUS = 0.345;
  private static final double WHEEL_MIDDLE = 0.79;

  static final Curve DECK =
      new Curve(
          -2.30, 0.70, -2.12, 0.86, -1.7, 0.93, -1.1, 0.94, -0.3, 0.90, 0.6, 0.885, 1.0, 0.86, 1.5,
          0.79, 1.95, 0.69, 2.2, 0.58, 2.35, 0.45);
  static final Curve ROOF =
      new Curve(
          -2.3, 0.55, -1.9, 0.86, -1.45, 1.05, -0.9, 1.20, -0.4, 1.275, 0.0, 1.28, 0.3, 1.225, 0.7,
          1.05, 1.1, 0.83, 1.5, 0.55);
  private static final Curve WIDTH =
      new Curve(
          -2.3, 0.74, -1.9, 0.87, -1.36, 0.94, -0.7, 0.915, 0.0, 0.90, 0.7, 0.905, 1.36, 0.935, 1.9,
          0.86, 2.3, 0.66);

  private Car() {}

  /** Never more than the distance to the surface in metres; negative inside. */
  static double distance(Vec at) {
    double box = box(at);
    if (box > 0.3) {
      return box;
    }
    double z = Math.abs(at.z());
    double body = body(at.x(), at.y(), z);
    return Math.min(Math.min(body, wheels(at.x(), at.y(), z)), mirror(at.x(), at.y(), z));
  }

  /** The distance to a box round the car. */
  static double box(Vec at) {
    double x = Math.max(Math.abs(at.x()) - 2.4, 0);
    double y = Math.max(Math.abs(at.y() - 0.68) - 0.68, 0);
    double z = Math.max(Math.abs(at.z()) - 1.12, 0);
    return Math.sqrt(x * x + y * y + z * z);
  }

  static double body(double x, double y, double z) {
    double bowed = bowed(x, z);
    double lower = lower(bowed, x, y, z);
    double cabin = cabin(bowed, y, z);
    double shell = softMin(lower, cabin, 0.05);
    double arch = flat(Math.abs(x) - AXLE, y - WHEEL_RADIUS) - 0.395;
    double open = softMax(shell, -Math.max(arch, 0.52 - z), 0.012);
    return 0.62 * open;
  }

  /** Where on its side view a point lies: nose, screens and tail are bowed, seen from above. */
  static double bowed(double x, double z) {
    return x + (x > 0 ? 0.17 : -0.12) * z * z;
  }

  private static double lower(double bowed, double x, double y, double z) {
    double fenders = gauss(x - AXLE, 0.42) * 0.075 + gauss(x + AXLE, 0.5) * 0.05;
    double top = DECK.at(bowed) + fenders * Noise.step(0.25, 0.72, z) - 0.09 * z * z;
    double belly = 0.17 + 0.1 * Noise.step(1.8, 2.3, Math.abs(bowed));
    double tuck = y - 0.60;
    double crease = 0.012 * Noise.step(0.70, 0.76, y) * (1 - Noise.step(0.76, 0.86, y));
    double scoop = 0.035 * gauss(y - 0.40, 0.10) * gauss(x - 0.1, 0.75);
    double side = WIDTH.at(x) - 0.42 * tuck * tuck + crease - scoop;
    double ends = Math.abs(bowed) - 2.24 + 0.9 * (y - 0.5) * (y - 0.5);
    double crown = softMax(y - top, z - side, 0.13);
    return softMax(softMax(crown, belly - y, 0.06), ends, 0.10);
  }

  private static double cabin(double bowed, double y, double z) {
    double side = cabinSide(y) - 0.05 * bowed * bowed;
    return softMax(softMax(y - ROOF.at(bowed) + 0.06 * z * z, z - side, 0.10), 0.6 - y, 0.02);
  }

  static double cabinSide(double y) {
    return 0.80 - 0.46 * (y - 0.86);
  }

  private static double wheels(double x, double y, double z) {
    // Far off, the distance to a plain disc will do: it is cheaper.
    double disc = Math.max(flat(Math.abs(x) - AXLE, y - WHEEL_RADIUS) - WHEEL_RADIUS, 0.66 - z);
    return disc > 0.15 ? disc : Math.min(tyre(x, y, z), alloy(x, y, z));
  }

  static double tyre(double x, double y, double z) {
    double radius = flat(Math.abs(x) - AXLE, y - WHEEL_RADIUS);
    double solid = softMax(radius - WHEEL_RADIUS, Math.abs(z - WHEEL_MIDDLE) - 0.125, 0.05);
    return Math.max(solid, -Math.max(radius - 0.262, WHEEL_MIDDLE + 0.02 - z));
  }

  static double alloy(double x, double y, double z) {
    double across = Math.abs(x) - AXLE;
    double up = y - WHEEL_RADIUS;
    double radius = flat(across, up);
    double rim = Math.max(Math.abs(radius - 0.252) - 0.014, Math.abs(z - 0.86) - 0.05);
    double turn = Math.atan2(up, across) * 10 / (2 * Math.PI);
    double angle = (turn - Math.round(turn)) * 2 * Math.PI / 10;
    double spoke = Math.abs(radius * Math.sin(angle)) - 0.021 + 0.02 * (radius - 0.1);
    double dish = 0.875 - 0.05 * (1 - radius / 0.25);
    double spokes = Math.max(Math.max(spoke, Math.abs(z - dish) - 0.018), radius - 0.25);
    double hub = Math.max(radius - 0.055, Math.abs(z - 0.84) - 0.02);
    return 0.8 * Math.min(Math.min(rim, spokes), hub);
  }

  static double mirror(double x, double y, double z) {
    double dx = (x - 0.70) / 0.10;
    double dy = (y - 0.985) / 0.065;
    double dz = (z - 0.97) / 0.12;
    double shell = (Math.sqrt(dx * dx + dy * dy + dz * dz) - 1) * 0.065;
    double foot = Math.max(flat(x - 0.70, y - 0.945) - 0.02, Math.abs(z - 0.86) - 0.1);
    return softMin(shell, foot, 0.03);
  }

  private static double flat(double a, double b) {
    return Math.sqrt(a * a + b * b);
  }

  private static double gauss(double offset, double width) {
    return Math.exp(-offset * offset / (width * width));
  }

  private static double softMax(double a, double b, double radius) {
    double overlap = Math.max(radius - Math.abs(a - b), 0) / radius;
    return Math.max(a, b) + overlap * overlap * radius / 4;
  }

  private static double softMin(double a, double b, double radius) {
    return -softMax(-a, -b, radius);
  }
}
