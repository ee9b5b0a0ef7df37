package dev.darkroom.samples;

import dev.darkroom.samples.Film.Camera;
import java.util.Random;

/**
 * A cleared road over a snowy pass, ridges fading into the morning haze.
 *
 * @param clearedMetres half the width of the asphalt, where snow begins to cover it
 */
record SnowPass(double clearedMetres) implements Film.Scene {
  private static final double FAR = 9000;
  static final Vec SUN = new Vec(-0.62, 0.34, -0.55).unit();
  static final Camera CAMERA =
      new Camera(new Vec(road(0) + 1.3, 9.3, 0), new Vec(1.5, 9.9, -30), 1.6, 0.0);

  @Override
  public Vec light(Vec from, Vec direction, Random random) {
    double gone = march(from, direction, 1, FAR);
    double pole = pole(from, direction);
    if (pole < gone) {
      Vec at = from.plus(direction.times(pole));
      boolean band = Math.floorMod((long) Math.floor((at.y() - roadHeight(at.z())) * 2.5), 2L) == 0;
      return band ? new Vec(0.85, 0.16, 0.05) : new Vec(0.62, 0.62, 0.64);
    }
    if (gone >= FAR) {
      return sky(direction);
    }
    Vec at = from.plus(direction.times(gone));
    Vec color = ground(at, gone);
    double thick = 1 - Math.exp(-gone / 5200 * (1 + 1.2 * Math.exp(-at.y() / 160)));
    return color.mix(sky(new Vec(direction.x(), 0.05, direction.z()).unit()), thick);
  }

  private static double march(Vec from, Vec direction, double start, double end) {
    double gone = start;
    while (gone < end) {
      Vec at = from.plus(direction.times(gone));
      double above = at.y() - height(at.x(), at.z(), gone);
      if (above < 0.0006 * gone) {
        return gone;
      }
      if (at.y() > 1900 && direction.y() >= 0) {
        return end;
      }
      gone += Math.max(0.02 + 0.0012 * gone, above * 0.38);
    }
    return end;
  }

  /** Metres to the nearest of the poles that mark the road's edges in deep snow. */
  private static double pole(Vec from, Vec direction) {
    double nearest = Double.MAX_VALUE;
    for (int i = 1; i < 40; i++) {
      double z = -6 - 14.0 * Math.floorDiv(i, 2);
      double x = road(z) + (i % 2 == 0 ? 4.5 : -4.5);
      double flat = direction.x() * direction.x() + direction.z() * direction.z();
      double gone = ((x - from.x()) * direction.x() + (z - from.z()) * direction.z()) / flat;
      double top = roadHeight(z) + 3.1;
      double off =
          Math.hypot(from.x() + direction.x() * gone - x, from.z() + direction.z() * gone - z);
      if (gone > 0 && off < 0.045 && from.y() + direction.y() * gone < top) {
        nearest = Math.min(nearest, gone);
      }
    }
    return nearest;
  }

  static double road(double z) {
    return 16 * Math.sin(z * 0.019 + 0.5) + 7 * Math.sin(z * 0.047) - 8;
  }

  static double roadHeight(double z) {
    return 7 - 0.018 * z + 1.6 * Math.sin(z * 0.03);
  }

  /** Metres; detail finer than a pixel at this distance is left out. */
  private static double height(double x, double z, double gone) {
    double away = Math.sqrt(x * x + z * z);
    double rise = Noise.step(140, 2600, away);
    double peaks =
        rise == 0
            ? 0
            : rise * 1500 * ridge(x * 0.00062 + 3.1, z * 0.00062 + 8.4, gone < 600 ? 9 : 8);
    double hills =
        34 * Noise.step(12, 170, Math.abs(x - road(z))) * Noise.cloud(x * 0.012 + 9, z * 0.012, 5);
    double drifts = 0.9 * Noise.cloud(x * 0.16, z * 0.16, 3);
    double powder = gone < 60 ? 0.10 * Noise.cloud(x * 2.1, z * 2.1, 4) : 0.05;
    double land = peaks + hills + drifts + powder - 1.2;
    double side = Math.abs(x - road(z));
    double built = side > 9 ? 0 : 1 - Noise.step(260, 420, away);
    if (built == 0) {
      return roadHeight(z) + land;
    }
    double shape = Math.exp(-Math.pow((side - 4.3) / 0.75, 2));
    double bank = 0.95 * shape * (0.6 + 0.8 * Noise.cloud(x * 0.8, z * 0.8, 4));
    double onRoad = 1 - Noise.step(3.4, 6.5, side);
    return roadHeight(z) + land * (1 - built * onRoad) + built * bank;
  }

  /** Sharp crests: noise folded at its middle. */
  private static double ridge(double x, double y, int octaves) {
    double sum = 0;
    double strength = 0.5;
    double carry = 1;
    for (int octave = 0; octave < octaves; octave++) {
      double fold = 1 - Math.abs(2 * Noise.at(x, y) - 1);
      carry = fold * fold * carry;
      sum += strength * carry;
      carry = Math.min(1, 1.6 * carry + 0.12);
      double turned = 1.6 * x + 1.2 * y + 5.2;
      y = 1.6 * y - 1.2 * x + 1.7;
      x = turned;
      strength *= 0.5;
    }
    return sum;
  }

  private Vec ground(Vec at, double gone) {
    double e = 0.02 + 0.0014 * gone;
    double slopeX = height(at.x() + e, at.z(), gone) - height(at.x() - e, at.z(), gone);
    double slopeZ = height(at.x(), at.z() + e, gone) - height(at.x(), at.z() - e, gone);
    Vec normal = new Vec(-slopeX, 2 * e, -slopeZ).unit();
    Vec lifted = at.plus(normal.times(0.05 + 0.002 * gone));
    double start = 0.3 + 0.004 * gone;
    double sun = Math.max(normal.dot(SUN), 0) * unshaded(lifted, start);
    Vec incoming =
        new Vec(2.2, 1.85, 1.45)
            .times(sun)
            .plus(new Vec(0.34, 0.46, 0.70).times(0.55 + 0.45 * normal.y()));
    return albedo(at, normal).times(incoming);
  }

  /** 1 in the sun, 0 where the land stands before it. */
  static double unshaded(Vec at, double start) {
    return march(at, SUN, start, 1800) >= 1800 ? 1 : 0;
  }

  private Vec albedo(Vec at, Vec normal) {
    double side = Math.abs(at.x() - road(at.z()));
    Vec snow = new Vec(0.86, 0.88, 0.92);
    double patches = Noise.cloud(at.x() * 0.05, at.z() * 0.05, 4);
    double bare = Noise.step(0.68, 0.48, normal.y() + 0.22 * (patches - 0.5));
    Vec stone =
        new Vec(0.17, 0.155, 0.15).times(0.6 + 0.8 * Noise.cloud(at.x() * 0.4, at.y() * 0.4, 5));
    Vec wild = snow.mix(stone, bare);
    if (side > 5 || at.length() > 420) {
      return wild;
    }
    double grit = Noise.cloud(at.x() * 9, at.z() * 9, 3);
    double tracks = Math.exp(-Math.pow((Math.abs(side - 1.75) - 0.8) / 0.35, 2));
    double dusting =
        Noise.step(0.40, 0.70, Noise.cloud(at.x() * 0.9, at.z() * 0.25, 5) + 0.04 - 0.25 * tracks);
    Vec asphalt = new Vec(0.075, 0.078, 0.085).times(0.6 + 0.8 * grit).mix(snow, 0.55 * dusting);
    boolean line = side < 0.07 && Math.floorMod((long) Math.floor(at.z() / 3), 2L) == 0;
    Vec painted = line ? new Vec(0.5, 0.47, 0.36) : asphalt;
    return painted.mix(
        wild, Noise.step(clearedMetres, clearedMetres + 0.6, side + 0.9 * (patches - 0.5)));
  }

  static Vec sky(Vec direction) {
    double height = Math.max(direction.y(), 0);
    double toSun = Math.max(direction.dot(SUN), 0);
    Vec clear = new Vec(0.16, 0.34, 0.72).mix(new Vec(0.80, 0.85, 0.92), Math.exp(-height * 4.5));
    double reach = 1 / (height + 0.12);
    double wisps = Noise.cloud(direction.x() * reach * 0.7, direction.z() * reach * 2.2, 7);
    Vec veiled = clear.mix(Vec.grey(1.05), 0.6 * Noise.step(0.46, 0.85, wisps));
    return veiled.plus(
        new Vec(1, 0.85, 0.62).times(0.5 * Math.pow(toSun, 8) + 2.5 * Math.pow(toSun, 400)));
  }
}
