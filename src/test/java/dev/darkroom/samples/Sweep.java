package dev.darkroom.samples;

import java.util.Random;

/**
 * A floor at y = 0 that curves up into a wall, as photographers' studios have it.
 *
 * @param wallMetres how far the wall stands behind the middle of the floor
 * @param curveMetres radius of the curve between floor and wall
 * @param shine share of light mirrored straight down, rising to all of it at a glance
 */
record Sweep(double wallMetres, double curveMetres, double shine, Paint paint)
    implements Film.Scene {

  /** What a point of the sweep sends back of the light on it. */
  interface Paint {
    Vec at(Vec place, Vec normal);
  }

  @Override
  public Vec light(Vec from, Vec direction, Random random) {
    Vec at = from.plus(direction.times(reach(from, direction)));
    Vec normal = normal(at);
    Vec seen = paint.at(at, normal);
    double glance = Math.pow(1 - Math.min(1, -direction.dot(normal)), 5);
    double share = (shine + (1 - shine) * glance * Math.min(1, shine * 8)) * normal.y();
    if (share < 0.004) {
      return seen;
    }
    double rough = 0.05;
    Vec tilted = new Vec(random.nextGaussian(), 0, random.nextGaussian()).times(rough);
    Vec mirrored = direction.mirrored(normal.plus(tilted).unit());
    if (mirrored.z() > -0.01) {
      // Towards the photographer the room is open.
      return seen;
    }
    Vec upward = mirrored.upward(1e-4);
    Vec there = at.plus(upward.times(reach(at, upward)));
    return seen.mix(paint.at(there, normal(there)), share);
  }

  /** Metres from inside the room, looking towards the wall, to what is seen there. */
  private double reach(Vec from, Vec direction) {
    double floor = direction.y() < 0 ? -from.y() / direction.y() : Double.MAX_VALUE;
    if (from.z() + direction.z() * floor > curveMetres - wallMetres) {
      return floor;
    }
    double wall = (-wallMetres - from.z()) / direction.z();
    if (from.y() + direction.y() * wall > curveMetres) {
      return wall;
    }
    double y = from.y() - curveMetres;
    double z = from.z() + wallMetres - curveMetres;
    double square = direction.y() * direction.y() + direction.z() * direction.z();
    double half = direction.y() * y + direction.z() * z;
    double rest = y * y + z * z - curveMetres * curveMetres;
    return (Math.sqrt(Math.max(0, half * half - square * rest)) - half) / square;
  }

  private Vec normal(Vec at) {
    double back = Math.max(0, curveMetres - wallMetres - at.z()) / curveMetres;
    double up = Math.max(0, curveMetres - at.y()) / curveMetres;
    return new Vec(0, up, back).unit();
  }
}
