package dev.darkroom.samples;

import dev.darkroom.samples.Film.Camera;
import java.util.Random;

/** Waves, sea stacks and headlands against the evening sun. */
final class Coast implements Film.Scene {
  static final Camera CAMERA = new Camera(new Vec(0, 3.2, 0), new Vec(-3.4, 3.45, -12), 1.55, 0.0);

  private static final double FAR = 1400;

  @Override
  public Vec light(Vec from, Vec direction, Random random) {
    double land = land(from, direction);
    double sea = direction.y() < 0 ? -from.y() / direction.y() : Double.MAX_VALUE;
    if (land < Math.min(sea, FAR)) {
      return hazed(rock(from.plus(direction.times(land))), direction, land);
    }
    if (sea < FAR * 4) {
      return hazed(water(from.plus(direction.times(sea)), direction, sea, random), direction, sea);
    }
    return Evening.sky(direction);
  }

  private static Vec hazed(Vec color, Vec direction, double metres) {
    Vec level = new Vec(direction.x(), 0.03, direction.z()).unit();
    return color.mix(Evening.air(level).times(0.8), 1 - Math.exp(-metres / 900));
  }

  private static double land(Vec from, Vec direction) {
    double gone = 2;
    while (gone < FAR) {
      Vec at = from.plus(direction.times(gone));
      double above = at.y() - height(at.x(), at.z());
      if (above < 0.002 * gone) {
        return gone;
      }
      if (at.y() > 55 && direction.y() > 0) {
        return Double.MAX_VALUE;
      }
      gone += Math.max(0.03 + 0.0015 * gone, above * 0.35);
    }
    return Double.MAX_VALUE;
  }

  /** Metres over the sea; below it only the depth round the near rocks is true. */
  private static double height(double x, double z) {
    double shore = rocks(x, z);
    double stacks =
        stack(x, z, 10, -84, 13, 19) + stack(x, z, 27, -118, 20, 33) + stack(x, z, -9, -150, 8, 9);
    double cape = cape(x, z);
    double farCape = farCape(x, z);
    if (stacks + cape + farCape == 0) {
      return shore;
    }
    double rough = 2.2 * Noise.cloud(x * 0.22, z * 0.22, 5) - 1;
    double capes = Math.max(cape + rough * 2 - 4, farCape + rough - 3);
    return Math.max(Math.max(shore, stacks + rough - 3), capes);
  }

  private static double rocks(double x, double z) {
    double near = Noise.step(-26, -5, z) * Noise.step(-9, 7, x + 0.3 * z + 6);
    double rugged = near == 0 ? 0 : 3.6 * Noise.cloud(x * 0.35 + 2, z * 0.35, 7) - 0.25;
    return near * rugged - 2.2 + 1.75 * near;
  }

  private static double stack(
      double x, double z, double atX, double atZ, double radius, double top) {
    double middle = Math.sqrt((x - atX) * (x - atX) + (z - atZ) * (z - atZ));
    if (middle > 1.4 * radius) {
      return 0;
    }
    double off = middle + radius * (Noise.cloud(x * 0.12, z * 0.12, 3) - 0.4);
    return top * Math.pow(1 - Noise.step(radius * 0.15, radius, off), 0.8);
  }

  private static double cape(double x, double z) {
    double inland = x - 0.10 * z;
    if (inland < 70) {
      return 0;
    }
    double ridge = Noise.cloud(x * 0.008 + 7, z * 0.008, 3);
    return 95 * ridge * Noise.step(70, 190, inland - 60 * ridge);
  }

  private static double farCape(double x, double z) {
    double land = Noise.step(-560, -620, z) * Noise.step(-60, 90, x);
    return land == 0 ? 0 : land * 90 * Noise.cloud(x * 0.006, 2, 5);
  }

  private static Vec rock(Vec at) {
    double e = 0.02 + at.length() * 0.0012;
    double slopeX = height(at.x() + e, at.z()) - height(at.x() - e, at.z());
    double slopeZ = height(at.x(), at.z() + e) - height(at.x(), at.z() - e);
    Vec normal = new Vec(-slopeX, 2 * e, -slopeZ).unit();
    double sun = Math.max(normal.dot(Evening.SUN.plus(new Vec(0, 0.12, 0)).unit()), 0);
    double wet = 1 - Noise.step(0.1, 0.9, at.y());
    double layers = 0.55 + 0.6 * Noise.cloud(at.x() * 0.6, at.y() * 2.4 + at.z() * 0.2, 5);
    Vec stone = new Vec(0.30, 0.235, 0.20).times(layers * (1 - 0.55 * wet));
    Vec sky = new Vec(0.20, 0.20, 0.30).times(0.55 + 0.45 * normal.y());
    Vec glint =
        Evening.air(new Vec(normal.x(), Math.abs(normal.y()), normal.z() - 0.6).unit())
            .times(0.16 * wet);
    return stone.times(sky.plus(new Vec(2.6, 1.15, 0.45).times(sun))).plus(glint);
  }

  private static Vec water(Vec at, Vec direction, double metres, Random random) {
    double calm = 1 / (1 + metres / 55);
    double slopeX = wave(at.x() + 0.05, at.z()) - wave(at.x() - 0.05, at.z());
    double slopeZ = wave(at.x(), at.z() + 0.05) - wave(at.x(), at.z() - 0.05);
    // Waves finer than a pixel still scatter the sun's path.
    double fine = 0.055 * (1 - calm);
    Vec normal =
        new Vec(
                -slopeX * 5 * calm + random.nextGaussian() * fine * 0.5,
                1,
                -slopeZ * 5 * calm + random.nextGaussian() * fine)
            .unit();
    Vec mirrored = direction.mirrored(normal);
    Vec up = mirrored.upward(0.01);
    double share = 0.03 + 0.97 * Math.pow(1 - Math.max(-direction.dot(normal), 0), 5);
    Vec deep = new Vec(0.010, 0.035, 0.050);
    Vec color = deep.mix(Evening.sky(up), Math.min(share, 0.85));
    return color.mix(new Vec(0.62, 0.50, 0.50), 0.75 * foam(at));
  }

  private static double wave(double x, double z) {
    double swell = 0.10 * Math.sin(z * 0.9 + 2.2 * Noise.at(x * 0.2, z * 0.2));
    return swell + 0.26 * Noise.cloud(x * 0.7, z * 1.5, 5);
  }

  /** Where rock stands just under the water. */
  private static double foam(Vec at) {
    double depth = -height(at.x(), at.z());
    double band = Noise.step(0.75, 0.05, depth);
    return band * Noise.step(0.42, 0.62, Noise.cloud(at.x() * 1.6 + 5, at.z() * 1.6, 6));
  }
}
