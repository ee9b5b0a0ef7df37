package dev.darkroom.samples;

import dev.darkroom.samples.Film.Camera;
import java.util.Random;

/** Looks across the road of {@link SnowPass}, where it is level and straight. */
final class PassRoad implements Film.Scene {
  private static final double Z = 39.5;
  private static final double X = SnowPass.road(Z);
  private static final double GROUND = SnowPass.roadHeight(Z);
  private static final Vec SNOW = new Vec(0.80, 0.82, 0.86);
  private static final Vec LINE = new Vec(0.5, 0.42, 0.22);

  static final Camera CAMERA =
      new Camera(new Vec(X + 4.4, GROUND + 1.25, Z), new Vec(X - 2, GROUND + 1.6, Z), 2.5, 0.006);

  private final SnowPass land = new SnowPass(2);

  @Override
  public Vec light(Vec from, Vec direction, Random random) {
    if (direction.y() < 0) {
      Vec at = from.plus(direction.times((GROUND - from.y()) / direction.y()));
      double side = at.x() - SnowPass.road(at.z());
      double edge = -2.95 + 0.3 * Noise.cloud(at.z() * 1.3, 4, 5);
      if (side > edge) {
        return road(at, direction, side, Noise.step(0.7, 0.1, side - edge));
      }
    }
    return land.light(from, direction, random);
  }

  private static Vec road(Vec at, Vec direction, double side, double verge) {
    double snow = Math.max(verge, snow(at, side));
    Vec normal = normal(at, snow);
    double lit = SnowPass.unshaded(at.plus(new Vec(0, 0.03, 0)), 0.2);
    double sun = Math.max(0, normal.dot(SnowPass.SUN)) * lit;
    Vec incoming = new Vec(2.2, 1.85, 1.45).times(sun).plus(new Vec(0.34, 0.46, 0.70));
    Vec scattered = asphalt(at, side).mix(SNOW, snow).times(incoming);
    double glance = Math.pow(1 - Math.max(0, -direction.dot(normal)), 5);
    double damp = (0.02 + 0.5 * glance) * (1 - snow) * (0.5 + 0.5 * lit);
    Vec mirrored = direction.mirrored(normal);
    return scattered.plus(SnowPass.sky(mirrored.upward(0.05)).times(damp));
  }

  private static Vec asphalt(Vec at, double side) {
    double wear = 0.6 + 0.8 * Noise.cloud(at.x() * 1.5, at.z() * 0.7, 5);
    double grit = wear * (0.3 + 1.4 * Noise.at(at.x() * 90, at.z() * 90));
    boolean line = Math.abs(side) < 0.06 && Math.floorMod((long) Math.floor(at.z() / 3), 2L) == 0;
    return line ? LINE.times(0.6 + 0.4 * grit) : new Vec(0.088, 0.089, 0.094).times(grit);
  }

  /** The share of the ground under snow: little where the wheels run. */
  private static double snow(Vec at, double side) {
    double tracks = Math.exp(-Math.pow((Math.abs(side) - 1.0) / 0.4, 2));
    double drift = Noise.cloud(at.x() * 0.9, at.z() * 0.35, 6);
    double grain = 0.2 * (Noise.cloud(at.x() * 14, at.z() * 14, 4) - 0.5);
    return 0.92 * Noise.step(0.45, 0.60, drift + grain - 0.08 * tracks);
  }

  private static Vec normal(Vec at, double snow) {
    double e = 0.006;
    double slopeX = height(at.x() + e, at.z(), snow) - height(at.x() - e, at.z(), snow);
    double slopeZ = height(at.x(), at.z() + e, snow) - height(at.x(), at.z() - e, snow);
    return new Vec(-slopeX, 2 * e, -slopeZ).unit();
  }

  private static double height(double x, double z, double snow) {
    return (1 - snow) * 0.0012 * Noise.cloud(x * 60, z * 60, 2)
        + snow * 0.03 * Noise.cloud(x * 4, z * 4, 5);
  }
}
