package dev.darkroom.samples;

/** A point, a direction or a linear RGB light; metres with y up, where it is a place. */
record Vec(double x, double y, double z) {
  static final Vec ZERO = new Vec(0, 0, 0);
  static final Vec UP = new Vec(0, 1, 0);

  static Vec grey(double level) {
    return new Vec(level, level, level);
  }

  Vec plus(Vec other) {
    return new Vec(x + other.x, y + other.y, z + other.z);
  }

  Vec minus(Vec other) {
    return new Vec(x - other.x, y - other.y, z - other.z);
  }

  Vec times(double factor) {
    return new Vec(x * factor, y * factor, z * factor);
  }

  Vec times(Vec other) {
    return new Vec(x * other.x, y * other.y, z * other.z);
  }

  double dot(Vec other) {
    return x * other.x + y * other.y + z * other.z;
  }

  Vec cross(Vec other) {
    return new Vec(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
  }

  double length() {
    return Math.sqrt(dot(this));
  }

  Vec unit() {
    return times(1 / length());
  }

  /** This at share 0, the other at share 1. */
  Vec mix(Vec other, double share) {
    return times(1 - share).plus(other.times(share));
  }

  /** This direction after a mirror with the given normal. */
  Vec mirrored(Vec normal) {
    return minus(normal.times(2 * dot(normal)));
  }

  /** This direction turned away from the ground, and raised a little so that it leaves it. */
  Vec upward(double raise) {
    return new Vec(x, Math.abs(y) + raise, z).unit();
  }
}
