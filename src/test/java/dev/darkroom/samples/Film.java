package dev.darkroom.samples;

import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.stream.IntStream;

/** Exposes a scene through a lens with depth of field, and develops it with grain. */
record Film(int width, int height, int raysPerPixel, double exposure, double grain) {

  /** The light that comes from a scene along a ray. */
  interface Scene {
    Vec light(Vec from, Vec direction, Random random);
  }

  /**
   * Where the photographer stands.
   *
   * @param zoom half the picture's height at one metre, inverted
   * @param apertureMetres radius of the lens; what lies at the target is sharp
   */
  record Camera(Vec place, Vec target, double zoom, double apertureMetres) {}

  BufferedImage expose(Scene scene, Camera camera) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, height)
        .parallel()
        .forEach(
            row -> {
              Random random = new Random(row * 7919L + width);
              for (int column = 0; column < width; column++) {
                Vec light = Vec.ZERO;
                for (int ray = 0; ray < raysPerPixel; ray++) {
                  light = light.plus(ray(scene, camera, column, row, random));
                }
                image.setRGB(
                    column, row, develop(light.times(1.0 / raysPerPixel), column, row, random));
              }
            });
    return image;
  }

  private Vec ray(Scene scene, Camera camera, int column, int row, Random random) {
    Vec ahead = camera.target().minus(camera.place());
    double focus = ahead.length();
    Vec forward = ahead.unit();
    Vec right = forward.cross(Vec.UP).unit();
    Vec up = right.cross(forward);
    double x = (2 * (column + random.nextDouble()) - width) / height / camera.zoom();
    double y = (height - 2 * (row + random.nextDouble())) / height / camera.zoom();
    Vec sharp = forward.plus(right.times(x)).plus(up.times(y)).times(focus);
    double turn = random.nextDouble() * 2 * Math.PI;
    double radius = Math.sqrt(random.nextDouble()) * camera.apertureMetres();
    Vec lens = right.times(Math.cos(turn) * radius).plus(up.times(Math.sin(turn) * radius));
    // One burning point among few rays would leave a speck.
    Vec light = scene.light(camera.place().plus(lens), sharp.minus(lens).unit(), random);
    return new Vec(Math.min(light.x(), 12), Math.min(light.y(), 12), Math.min(light.z(), 12));
  }

  private int develop(Vec light, int column, int row, Random random) {
    double fromMiddle =
        Math.hypot(column - width / 2.0, row - height / 2.0) / Math.hypot(width, height) * 2;
    double vignette = 1 - 0.32 * fromMiddle * fromMiddle;
    double speck = random.nextGaussian() * grain;
    Vec exposed = light.times(exposure * vignette);
    return channel(exposed.x(), speck) << 16
        | channel(exposed.y(), speck) << 8
        | channel(exposed.z(), speck * 1.2);
  }

  /**
   * A filmic shoulder (Narkowicz's fit of ACES), gamma, and grain that is strongest in the mids.
   */
  private static int channel(double light, double speck) {
    double v = Math.max(light, 0) * 0.8;
    double toned = v * (2.51 * v + 0.03) / (v * (2.43 * v + 0.59) + 0.14);
    double value = Math.pow(Math.clamp(toned, 0.0, 1.0), 1 / 2.2);
    double grained = value + speck * (0.35 + 1.3 * value * (1 - value));
    return (int) Math.clamp(grained * 255 + 0.5, 0.0, 255.0);
  }
}
