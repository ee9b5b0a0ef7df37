package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.FrameRate;
import dev.darkroom.media.Picture;
import dev.darkroom.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.opencv.opencv_core.Mat;

/** What the models share that set a picture in motion: a camera moves over it, and films. */
final class ImageToVideo {
  static final String FIELD = "image_url";
  static final int FPS = 24;

  private static final FrameRate RATE = new FrameRate(FPS, 1);

  private final Sources sources;

  ImageToVideo(EmulatorSettings.Limits limits) {
    this.sources = new Sources(limits);
  }

  /** How large the frames are, with even sides, for the picture that they show. */
  @FunctionalInterface
  interface Shape {
    Frame of(int pictureWidth, int pictureHeight);
  }

  /** The file object of a video of so many frames. */
  ObjectNode film(
      Workbench bench, String name, String url, Shape shape, CameraMove move, int frames)
      throws ModelException, IOException, InterruptedException {
    Path file = bench.temporary(".mp4");
    try (Picture picture = sources.read(FIELD, url, bench)) {
      bench.progress(0.1);
      Frame frame = shape.of(picture.width(), picture.height());
      try (MovingCamera camera = new MovingCamera(picture, frame, move);
          VideoWriter writer = VideoWriter.create(file, frame.width(), frame.height(), RATE, null);
          Mat shown = new Mat()) {
        for (int i = 0; i < frames; i++) {
          camera.render(frames == 1 ? 0 : (double) i / (frames - 1), shown);
          writer.write(shown);
          bench.progress(0.1 + 0.85 * (i + 1) / frames);
        }
        writer.finish();
      }
    }
    ObjectNode published = VideoFiles.publish(bench, name, file);
    bench.progress(1);
    return published;
  }
}
