package dev.darkroom.samples;

import dev.darkroom.samples.Film.Camera;
import java.util.List;

/** The empty scenes of the image templates, with open ground for a car in the lower middle. */
final class Scenes {
  static final List<Sample> ALL =
      List.of(
          scene("showroom.jpg", 24, 1.1, 0.016, Showroom.stage(List.of()), Showroom.ASIDE),
          scene("night-street.jpg", 20, 1.5, 0.016, NightStreet.stage(List.of()), aside(0.012)),
          scene("sunset-coast.jpg", 16, 0.9, 0.016, new Shore(), aside(0.005)),
          scene("poster.jpg", 16, 1.0, 0.04, Backdrops.poster(), aside(0.004)),
          scene("snow-pass.jpg", 6, 0.82, 0.016, new PassRoad(), PassRoad.CAMERA),
          scene("studio.jpg", 16, 1.0, 0.010, Backdrops.studio(), aside(0.004)));

  private Scenes() {}

  private static Sample scene(
      String file, int rays, double exposure, double grain, Film.Scene scene, Camera camera) {
    return new Sample(file, new Film(1536, 1024, rays, exposure, grain), 1, scene, camera);
  }

  /** Six metres before the car, so that its 4.6 metres fill 65 % of the width. */
  private static Camera aside(double apertureMetres) {
    return new Camera(new Vec(0, 1.2, 6.2), new Vec(0, 1.55, 0), 2.55, apertureMetres);
  }
}
