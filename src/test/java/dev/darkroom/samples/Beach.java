package dev.darkroom.samples;

import dev.darkroom.samples.Film.Camera;
import dev.darkroom.samples.Stage.Floor;
import dev.darkroom.samples.Stage.Sun;
import java.util.List;

/** A car seen from behind on a wide, hard beach at dusk. */
final class Beach {
  static final Camera CAMERA =
      new Camera(new Vec(-4.6, 1.55, 4.4), new Vec(-0.35, 1.12, 0), 2.1, 0.012);

  private Beach() {}

  static Stage stage() {
    return new Stage(
        List.of(new ParkedCar(Vec.ZERO, 0, new Vec(0.52, 0.56, 0.58), true)),
        new Floor(Beach::sand, 0.05, (x, z) -> 0.05 + 0.05 * Noise.at(x * 2, z * 2)),
        new Sun(
            Evening.SUN.plus(new Vec(0, 0.16, 0)).unit(),
            new Vec(2.2, 1.05, 0.42),
            new Vec(0.26, 0.24, 0.32),
            14),
        (from, direction) -> Evening.sky(direction.y() < 0 ? level(direction) : direction));
  }

  private static Vec level(Vec direction) {
    return new Vec(direction.x(), 0.004, direction.z()).unit();
  }

  private static Vec sand(double x, double z) {
    double grain = 0.7 + 0.6 * Noise.cloud(x * 3, z * 3, 7);
    double grit = 0.8 + 0.4 * Noise.cloud(x * 60, z * 60, 3);
    return new Vec(0.20, 0.165, 0.14).times(grain * grit);
  }
}
