package dev.darkroom.samples;

import dev.darkroom.samples.Film.Camera;
import dev.darkroom.samples.Film.Scene;
import java.util.List;

/**
 * One picture to draw: its file, its upright size, and what is seen.
 *
 * @param orientation EXIF orientation it is stored under: 1 as it is, 6 lying on its left side
 */
record Sample(String file, Film film, int orientation, Scene scene, Camera camera) {
  static final List<Sample> ALL =
      List.of(
          // 1920 × 1080, so that its double just fits into 3840 × 2160.
          upright("showroom.jpg", 1920, 1080, 9, 1.15, Showroom.stage(), Showroom.CAMERA),
          upright("night-street.jpg", 2400, 1600, 6, 1.5, NightStreet.stage(), NightStreet.CAMERA),
          upright("front.jpg", 1600, 2400, 6, 1.15, Studio.stage(), Studio.CAMERA),
          upright("snow-pass.jpg", 2400, 1600, 3, 0.82, new SnowPass(3.1), SnowPass.CAMERA),
          upright("coast.jpg", 4000, 3000, 2, 0.85, new Coast(), Coast.CAMERA),
          new Sample("rotated.jpg", film(2448, 3264, 3, 1.1), 6, Beach.stage(), Beach.CAMERA));

  private static Sample upright(
      String file, int width, int height, int rays, double exposure, Scene scene, Camera camera) {
    return new Sample(file, film(width, height, rays, exposure), 1, scene, camera);
  }

  private static Film film(int width, int height, int rays, double exposure) {
    double grain = 0.016;
    return new Film(width, height, rays, exposure, grain);
  }
}
