package dev.darkroom.samples;

import dev.darkroom.samples.Film.Camera;
import dev.darkroom.samples.Stage.Floor;
import dev.darkroom.samples.Stage.Sun;
import java.util.List;

/** A wet street at night, its lamps and windows far out of focus. */
final class NightStreet {
  private static final int LAMPS = 240;
  private static final Vec[] COLORS = {
    new Vec(1, 0.62, 0.25),
    new Vec(1, 0.78, 0.48),
    new Vec(0.95, 0.16, 0.10),
    new Vec(0.25, 0.55, 1),
    new Vec(0.30, 0.95, 0.75),
    new Vec(1, 0.35, 0.65)
  };

  static final Camera CAMERA =
      new Camera(new Vec(6.6, 0.95, 3.4), new Vec(0.5, 0.66, 0), 3.0, 0.012);

  private NightStreet() {}

  static Stage stage() {
    return stage(List.of(new ParkedCar(Vec.ZERO, 0, new Vec(0.05, 0.16, 0.38), true)));
  }

  static Stage stage(List<ParkedCar> cars) {
    return new Stage(
        cars,
        new Floor(NightStreet::asphalt, 0.13, NightStreet::puddles),
        new Sun(
            new Vec(0.3, 1, 0.6).unit(), new Vec(0.42, 0.33, 0.24), new Vec(0.05, 0.06, 0.10), 4),
        NightStreet::city);
  }

  private static Vec asphalt(double x, double z) {
    double stones = 0.6 + 0.8 * Noise.at(x * 60, z * 60) * Noise.cloud(x * 2, z * 2, 4);
    boolean line = Math.abs(z + 2.6) < 0.07 && Math.floorMod((long) Math.floor(x), 4) < 2;
    return line ? Vec.grey(0.30) : new Vec(0.045, 0.045, 0.05).times(stones);
  }

  private static double puddles(double x, double z) {
    return 0.006 + 0.05 * Noise.step(0.38, 0.62, Noise.cloud(x * 0.55 + 4, z * 0.55, 4));
  }

  private static Vec city(Vec from, Vec direction) {
    double height = direction.y();
    double around = Math.atan2(direction.z(), direction.x());
    Vec sky = new Vec(0.020, 0.028, 0.060).mix(new Vec(0.16, 0.075, 0.05), Math.exp(-height * 5));
    Vec light = sky.plus(houses(around, height));
    for (int lamp = 0; lamp < LAMPS; lamp++) {
      light = light.plus(lamp(lamp, around, height));
    }
    return light.plus(softbox(direction));
  }

  /** Dim fronts with lit windows, blurred by distance. */
  private static Vec houses(double around, double height) {
    double roof = 0.16 + 0.16 * Noise.at(around * 5, 3);
    double inside = 1 - Noise.step(roof - 0.02, roof + 0.02, height);
    double column = around * 34;
    double row = height * 38;
    double across = Math.abs(column - Math.rint(column));
    double up = Math.abs(row - Math.rint(row));
    double pane = Noise.step(0.45, 0.25, across) * Noise.step(0.48, 0.25, up);
    double awake = Noise.step(0.55, 0.9, Noise.hash(Math.round(column), Math.round(row)));
    return new Vec(1, 0.62, 0.30).times(inside * (0.008 + 0.13 * pane * awake));
  }

  /** A blurred point is the shape of the lens: a flat disc with a slightly brighter rim. */
  private static Vec lamp(int lamp, double around, double height) {
    double place = (Noise.hash(lamp, 1) * 2 - 1) * Math.PI;
    double up = 0.005 + 0.24 * Math.pow(Noise.hash(lamp, 2), 1.8);
    double size = 0.010 + 0.020 * Noise.hash(lamp, 3);
    double off = Math.hypot(Math.IEEEremainder(around - place, 2 * Math.PI), height - up) / size;
    if (off > 1.15) {
      return Vec.ZERO;
    }
    double disc = (1 - Noise.step(0.92, 1.1, off)) * (0.75 + 0.35 * off * off);
    Vec color = COLORS[(int) (Noise.hash(lamp, 4) * COLORS.length)];
    return color.times(disc * (0.35 + 1.5 * Math.pow(Noise.hash(lamp, 5), 3)));
  }

  /** A shop's sign across the street, behind the photographer, that draws the car's lines. */
  private static Vec softbox(Vec direction) {
    double up = Noise.step(0.24, 0.32, direction.y()) * (1 - Noise.step(0.52, 0.60, direction.y()));
    double side = Noise.step(0.05, 0.25, direction.z() + 0.4 * direction.x());
    return new Vec(0.9, 0.95, 1).times(2.6 * up * side);
  }
}
