package dev.darkroom.samples;

import dev.darkroom.samples.Film.Camera;
import dev.darkroom.samples.Stage.Floor;
import dev.darkroom.samples.Stage.Sun;
import dev.darkroom.samples.Stage.Surroundings;
import java.util.List;

/** A bright hall with light panels in its ceiling and a polished floor. */
final class Showroom implements Surroundings {
  private static final double WALL = 9;
  private static final double CEILING = 4.6;

  static final Camera CAMERA =
      new Camera(new Vec(5.9, 1.25, 5.0), new Vec(0.05, 0.72, 0), 3.5, 0.02);

  /** Along the wall of wood, with a window to one side. */
  static final Camera ASIDE = new Camera(new Vec(2.9, 1.2, 5.8), new Vec(0.9, 1.5, 0), 2.5, 0.02);

  private Showroom() {}

  static Stage stage() {
    return stage(
        List.of(
            new ParkedCar(Vec.ZERO, 0, new Vec(0.62, 0.035, 0.03), false),
            new ParkedCar(new Vec(-3.4, 0, -4.6), 0.9, new Vec(0.55, 0.57, 0.6), false)));
  }

  static Stage stage(List<ParkedCar> cars) {
    return new Stage(
        cars,
        new Floor(Showroom::tiles, 0.10, (x, z) -> 0.012),
        new Sun(new Vec(0.15, 1, 0.25).unit(), Vec.grey(0.75), Vec.grey(0.42), 5),
        new Showroom());
  }

  private static Vec tiles(double x, double z) {
    double joint =
        Math.min(Math.abs(x / 1.2 - Math.rint(x / 1.2)), Math.abs(z / 1.2 - Math.rint(z / 1.2)));
    double stain = 0.9 + 0.2 * Noise.cloud(x * 1.3, z * 1.3, 5);
    return new Vec(0.17, 0.168, 0.165).times(stain * (joint < 0.004 ? 0.55 : 1));
  }

  @Override
  public boolean hold(Vec at) {
    return Math.abs(at.x()) < WALL && Math.abs(at.z()) < WALL;
  }

  @Override
  public Vec light(Vec from, Vec direction) {
    double x = toWall(from.x(), direction.x(), WALL);
    double z = toWall(from.z(), direction.z(), WALL);
    double y = direction.y() > 0 ? (CEILING - from.y()) / direction.y() : Double.MAX_VALUE;
    Vec at = from.plus(direction.times(Math.min(y, Math.min(x, z))));
    if (y < Math.min(x, z)) {
      return ceiling(at);
    }
    return wall(at, z < x ? at.x() : at.z(), z < x && direction.z() < 0);
  }

  private static Vec ceiling(Vec at) {
    double across = Math.abs(at.z() / 2.4 - Math.rint(at.z() / 2.4)) * 2.4;
    double along = Math.abs(at.x());
    double panel = (1 - Noise.step(0.40, 0.48, across)) * (1 - Noise.step(6.4, 6.6, along));
    return Vec.grey(0.20).plus(new Vec(1, 0.985, 0.96).times(5.2 * panel));
  }

  private static Vec wall(Vec at, double along, boolean back) {
    double shade = 0.30 + 0.35 * Noise.step(0, CEILING, at.y());
    Vec plaster = new Vec(0.80, 0.79, 0.77).times(shade);
    if (back) {
      double slat = Math.abs(along / 0.42 - Math.rint(along / 0.42));
      Vec wood =
          new Vec(0.34, 0.19, 0.10).times(0.5 + 0.5 * Noise.cloud(along * 9, at.y() * 0.7, 4));
      double strip = Math.exp(-Math.abs(at.y() - 3.3) * 2.2);
      return wood.times(slat < 0.07 ? 0.25 : 1)
          .times(0.7)
          .plus(new Vec(1, 0.8, 0.55).times(strip * 0.55));
    }
    // Windows down the sides: daylight from a hazy street.
    double bay = Math.abs(along / 2.6 - Math.rint(along / 2.6)) * 2.6;
    boolean pane = bay < 1.15 && at.y() > 0.35 && at.y() < 3.7;
    return pane ? new Vec(1.5, 1.65, 1.8).times(0.55 + 0.35 * at.y() / 3.7) : plaster;
  }

  private static double toWall(double from, double direction, double wall) {
    return direction == 0 ? Double.MAX_VALUE : ((direction > 0 ? wall : -wall) - from) / direction;
  }
}
