package dev.darkroom.samples;

import java.util.Random;

/** Hard sand that runs out under the sea of {@link Coast}, towards the evening sun. */
final class Shore implements Film.Scene {
  private static final Vec TO_COAST = new Vec(-20, 0, 0);
  private static final Vec LOW_SUN = Evening.SUN.plus(new Vec(0, 0.16, 0)).unit();
  private static final Vec FOAM = new Vec(0.75, 0.55, 0.48);
  private static final Vec SAND = new Vec(0.34, 0.26, 0.20);

  private final Coast sea = new Coast();

  @Override
  public Vec light(Vec from, Vec direction, Random random) {
    double reach = direction.y() < 0 ? -from.y() / direction.y() : Double.MAX_VALUE;
    Vec at = from.plus(direction.times(Math.min(reach, 1e6)));
    double inland = at.z() - waterline(at.x());
    if (inland < 0) {
      return sea.light(from.plus(TO_COAST), direction, random).mix(FOAM, foam(at, inland));
    }
    return sand(at, direction, wet(at, inland), random);
  }

  private static double waterline(double x) {
    return -6.8 + 1.8 * Noise.cloud(x * 0.16 + 3, 0, 3) + 0.12 * Noise.at(x * 1.7, 5);
  }

  /** The last of the waves, thin and broken. */
  private static double foam(Vec at, double inland) {
    double lace = Noise.cloud(at.x() * 1.4, at.z() * 2.6, 6);
    double edge = Math.exp(-inland * inland * 4) * Noise.step(0.30, 0.55, lace);
    double second = Math.exp(-Math.pow((inland + 3.2 + at.x() * 0.05) / 0.7, 2));
    return Math.min(1, 1.1 * Math.max(edge, second * Noise.step(0.46, 0.62, lace)));
  }

  /** 1 where the last wave has just been, 0 where the sand has dried. */
  private static double wet(Vec at, double inland) {
    double ragged = 2.4 * (Noise.cloud(at.x() * 0.3, at.z(), 4) - 0.5);
    return 1 - Noise.step(0.6, 4.6, inland + ragged);
  }

  private static Vec sand(Vec at, Vec direction, double wet, Random random) {
    double dry = 1 - 0.85 * wet;
    Vec normal = normal(at, dry);
    double sun = Math.max(0, normal.dot(LOW_SUN));
    Vec incoming = new Vec(2.6, 1.2, 0.48).times(sun).plus(new Vec(0.30, 0.27, 0.36));
    double grain = 0.6 + 0.8 * Noise.at(at.x() * 110, at.z() * 110);
    Vec scattered = SAND.times(grain * (1 - 0.55 * wet)).times(incoming);
    double rough = 0.01 + 0.05 * dry;
    Vec tilted = new Vec(random.nextGaussian(), 0, random.nextGaussian()).times(rough);
    Vec mirrored = direction.mirrored(normal.plus(tilted).unit());
    double glance = Math.pow(1 - Math.max(0, -direction.dot(normal)), 5);
    double share = (0.03 + 0.9 * glance) * (0.12 + 0.88 * wet);
    return scattered.plus(Evening.sky(mirrored.upward(1e-4)).times(share));
  }

  private static Vec normal(Vec at, double relief) {
    double e = 0.012;
    double slopeX = height(at.x() + e, at.z()) - height(at.x() - e, at.z());
    double slopeZ = height(at.x(), at.z() + e) - height(at.x(), at.z() - e);
    return new Vec(-slopeX * relief, 2 * e, -slopeZ * relief).unit();
  }

  /** Metres; low ripples that the wind left, here and there. */
  private static double height(double x, double z) {
    double bent = z + 0.9 * Noise.cloud(x * 0.45, z * 0.6, 4);
    double here = Noise.step(0.35, 0.7, Noise.cloud(x * 0.35 + 8, z * 0.5, 3));
    double dents =
        0.045 * Noise.cloud(x * 1.5, z * 1.5, 6) + 0.006 * Noise.cloud(x * 14, z * 14, 4);
    return 0.004 * Math.sin(bent * 22) * here + dents;
  }
}
