package dev.darkroom.samples;

import dev.darkroom.samples.Film.Camera;
import dev.darkroom.samples.Stage.Floor;
import dev.darkroom.samples.Stage.Sun;
import java.util.List;

/** A dark studio: one long light overhead, one at each side. */
final class Studio {
  static final Camera CAMERA =
      new Camera(new Vec(4.9, 0.95, 2.0), new Vec(1.2, 0.70, 0.1), 2.55, 0.016);

  private Studio() {}

  static Stage stage() {
    return new Stage(
        List.of(new ParkedCar(Vec.ZERO, 0, new Vec(0.85, 0.48, 0.05), true)),
        new Floor(Studio::concrete, 0.07, (x, z) -> 0.02 + 0.02 * Noise.at(x * 3, z * 3)),
        new Sun(new Vec(0.1, 1, 0.2).unit(), Vec.grey(0.8), new Vec(0.10, 0.105, 0.12), 5),
        Studio::lights);
  }

  private static Vec concrete(double x, double z) {
    return new Vec(0.10, 0.105, 0.11).times(0.6 + 0.8 * Noise.cloud(x * 2.2, z * 2.2, 7));
  }

  private static Vec lights(Vec from, Vec direction) {
    double horizon = Math.exp(-Math.abs(direction.y()) * 3.2);
    double away = Noise.step(0.2, -0.9, direction.x());
    Vec haze = new Vec(0.10, 0.13, 0.17).times(0.12 + 1.1 * horizon * away);
    double up = Math.max(direction.y(), 1e-3);
    double x = from.x() + direction.x() / up * 3;
    double z = from.z() + direction.z() / up * 3;
    double overhead = strip(x, -0.4, 5.5) * strip(z, -0.8, 0.8);
    double left = strip(direction.y(), 0.16, 0.30) * strip(direction.z(), 0.72, 1.2);
    double right = strip(direction.y(), 0.08, 0.36) * strip(-direction.z(), 0.80, 1.2);
    return haze.plus(Vec.grey(4.2 * overhead))
        .plus(new Vec(1, 0.93, 0.85).times(2.4 * left))
        .plus(new Vec(0.55, 0.75, 1).times(2.8 * right));
  }

  private static double strip(double value, double from, double to) {
    double edge = 0.08 * (to - from);
    return Noise.step(from, from + edge, value) * (1 - Noise.step(to - edge, to, value));
  }
}
