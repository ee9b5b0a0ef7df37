package dev.darkroom.samples;

import java.util.List;
import java.util.Random;

/** Cars, or none yet, on a floor amid their surroundings. */
record Stage(List<ParkedCar> cars, Floor floor, Sun sun, Surroundings surroundings)
    implements Film.Scene {
  private static final double FAR = 60;
  private static final int MOST_STEPS = 160;
  private static final int MIRRORINGS = 2;

  /**
   * The ground at y = 0.
   *
   * @param shine share of light mirrored straight down, rising to all of it at a glance
   */
  record Floor(Texture texture, double shine, Ripple ripple) {
    /** What the ground sends back of the light on it. */
    interface Texture {
      Vec at(double x, double z);
    }

    /** How far a mirrored ray is thrown off its way. */
    interface Ripple {
      double at(double x, double z);
    }
  }

  /**
   * One light that throws shadows.
   *
   * @param hardness 4 for an overcast sky, 40 for a clear one
   */
  record Sun(Vec direction, Vec light, Vec ambient, double hardness) {}

  /** The light from beyond the stage. */
  interface Surroundings {
    Vec light(Vec from, Vec direction);

    /** Whether this point of the floor lies inside them. */
    default boolean hold(Vec at) {
      return true;
    }
  }

  @Override
  public Vec light(Vec from, Vec direction, Random random) {
    return light(from, direction, random, MIRRORINGS);
  }

  private Vec light(Vec from, Vec direction, Random random, int mirrorings) {
    double ground = direction.y() < -1e-6 ? -from.y() / direction.y() : Double.MAX_VALUE;
    double reach = Math.min(ground, FAR);
    double gone = 0.002;
    for (int step = 0; step < MOST_STEPS && gone < reach; step++) {
      Vec at = from.plus(direction.times(gone));
      double distance = distance(at);
      if (distance < 0.0006 + 0.0002 * gone) {
        return carLight(nearest(at), at, direction, random, mirrorings);
      }
      gone += distance;
    }
    Vec floorPoint = from.plus(direction.times(ground));
    if (ground >= FAR || !surroundings.hold(floorPoint)) {
      return surroundings.light(from, direction);
    }
    Vec level = new Vec(direction.x(), 0.002, direction.z()).unit();
    double haze = Noise.step(FAR / 4, FAR, ground);
    Vec near = floorLight(floorPoint, direction, random, mirrorings);
    return haze == 0 ? near : near.mix(surroundings.light(from, level), haze);
  }

  private ParkedCar nearest(Vec at) {
    ParkedCar nearest = cars.getFirst();
    double least = Double.MAX_VALUE;
    for (ParkedCar car : cars) {
      double distance = Car.distance(car.toCar(at));
      if (distance < least) {
        least = distance;
        nearest = car;
      }
    }
    return nearest;
  }

  private double distance(Vec at) {
    double least = Double.MAX_VALUE;
    for (ParkedCar car : cars) {
      least = Math.min(least, Car.distance(car.toCar(at)));
    }
    return least;
  }

  private Vec floorLight(Vec at, Vec direction, Random random, int mirrorings) {
    Vec albedo = floor.texture().at(at.x(), at.z());
    double open = openness(at, Vec.UP);
    Vec incoming =
        sun.light()
            .times(Math.max(sun.direction().y(), 0) * unshaded(at))
            .plus(sun.ambient().times(open));
    Vec lit = albedo.times(incoming);
    if (mirrorings == 0) {
      return lit;
    }
    double glance = Math.pow(1 + Math.min(direction.y(), 0), 5);
    double share = floor.shine() + (1 - floor.shine()) * glance * Math.min(1, floor.shine() * 8);
    double ripple = floor.ripple().at(at.x(), at.z());
    Vec normal = new Vec(random.nextGaussian() * ripple, 1, random.nextGaussian() * ripple).unit();
    Vec mirrored = direction.mirrored(normal);
    Vec upward = mirrored.upward(1e-4);
    return lit.plus(light(at, upward, random, mirrorings - 1).times(share));
  }

  private Vec carLight(ParkedCar car, Vec at, Vec direction, Random random, int mirrorings) {
    Vec normal = normal(car, at);
    Vec local = car.toCar(at);
    Finish finish = Finish.at(local, car.directionToCar(normal));
    double facing = Math.max(-direction.dot(normal), 0);
    double fresnel = Math.pow(1 - facing, 5);
    double sunlit =
        Math.max(normal.dot(sun.direction()), 0) * unshaded(at.plus(normal.times(0.01)));
    double open = openness(at, normal) * (0.65 + 0.35 * normal.y());
    Vec incoming = sun.light().times(sunlit).plus(sun.ambient().times(open));
    Vec glow = finish.glow(local, facing, car.lit());
    Vec diffuse = finish.albedo(car.paint()).times(incoming).plus(glow);
    double share = finish.mirrorShare(fresnel);
    if (mirrorings == 0 || share < 0.01) {
      return diffuse;
    }
    Vec tint = finish.mirrorTint(car.paint(), fresnel);
    Vec mirrored = direction.mirrored(normal);
    Vec seen = light(at.plus(normal.times(0.004)), mirrored, random, mirrorings - 1);
    double occluded = 0.25 + 0.75 * openness(at, normal);
    return diffuse.plus(seen.times(tint).times(share * occluded));
  }

  private static Vec normal(ParkedCar car, Vec at) {
    Vec local = car.toCar(at);
    double e = 0.0015;
    double x =
        Car.distance(local.plus(new Vec(e, 0, 0))) - Car.distance(local.plus(new Vec(-e, 0, 0)));
    double y =
        Car.distance(local.plus(new Vec(0, e, 0))) - Car.distance(local.plus(new Vec(0, -e, 0)));
    double z =
        Car.distance(local.plus(new Vec(0, 0, e))) - Car.distance(local.plus(new Vec(0, 0, -e)));
    return car.directionToWorld(new Vec(x, y, z).unit());
  }

  /** 1 in full view of the sky, 0 in a corner. */
  private double openness(Vec at, Vec normal) {
    double blocked = 0;
    double weight = 0.5;
    for (double reach = 0.08; reach < 1.3; reach *= 2.2) {
      double clear = distance(at.plus(normal.times(reach)));
      blocked += weight * Math.max(0, 1 - clear / reach);
      weight *= 0.75;
    }
    return Math.max(0, 1 - 0.75 * blocked);
  }

  /** 1 in the sun, 0 in the heart of a shadow, soft between. */
  private double unshaded(Vec at) {
    double light = 1;
    double gone = 0.02;
    for (int step = 0; step < 48 && gone < 9; step++) {
      double distance = distance(at.plus(sun.direction().times(gone)));
      if (distance < 0.0005) {
        return 0;
      }
      light = Math.min(light, sun.hardness() * distance / gone);
      gone += Math.max(distance, 0.03);
    }
    return light * light * (3 - 2 * light);
  }
}
