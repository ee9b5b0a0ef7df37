package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.FrameRate;
import dev.darkroom.media.MeasuredVideo;
import dev.darkroom.media.VideoException;
import dev.darkroom.media.VideoReader;
import dev.darkroom.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * {@code fal-ai/rife/video} with the real one's schema and bounds, by classical means: frames are
 * put in between along the motion ({@link InBetween}), the sound kept. The last frame is repeated,
 * so that the video lasts as long as before.
 */
final class RifeVideo implements Model {
  private static final String FIELD = "video_url";

  private record Wish(String url, int between, @Nullable Integer fps, boolean cuts, boolean loop) {

    static Wish of(ObjectNode input) throws ModelException {
      InputCheck check = new InputCheck(input);
      String url = check.required(FIELD);
      int between = check.integer("num_frames", 1, 4, 1);
      boolean calculated = check.flag("use_calculated_fps", true);
      int fps = check.integer("fps", 1, 60, 8);
      boolean cuts = check.flag("use_scene_detection", false);
      boolean loop = check.flag("loop", false);
      check.orThrow();
      return new Wish(url, between, calculated ? null : fps, cuts, loop);
    }

    FrameRate rate(MeasuredVideo video) {
      return fps == null ? video.rate().times(between + 1) : new FrameRate(fps, 1);
    }
  }

  @Override
  public String id() {
    return "fal-ai/rife/video";
  }

  @Override
  public ObjectNode run(ObjectNode input, Workbench bench)
      throws ModelException, IOException, InterruptedException {
    Wish wish = Wish.of(input);
    Path source = bench.downloadFile(FIELD, wish.url());
    Path file = bench.temporary(".mp4");
    bench.progress(0.05);
    try (VideoReader reader = VideoFiles.open(FIELD, source);
        EvenFrames frames = new EvenFrames(reader)) {
      MeasuredVideo video = reader.video();
      // Sound has its own time, which another rate would not keep.
      Path sound = wish.fps() == null ? source : null;
      try (VideoWriter writer =
          VideoWriter.create(file, frames.width(), frames.height(), wish.rate(video), sound)) {
        interpolate(frames, video.frames(), writer, wish, bench);
        writer.finish();
      }
    } catch (VideoException e) {
      throw VideoFiles.refusal(FIELD, e);
    }
    ObjectNode output = Json.object();
    output.set("video", VideoFiles.publish(bench, "rife", file));
    bench.progress(1);
    return output;
  }

  private static void interpolate(
      EvenFrames frames, long count, VideoWriter writer, Wish wish, Workbench bench)
      throws InterruptedException {
    try (Mat first = new Mat();
        Mat before = new Mat();
        Mat after = new Mat();
        InBetween between = new InBetween(frames.width(), frames.height(), wish.cuts())) {
      if (!frames.next(first)) {
        return;
      }
      first.copyTo(before);
      for (long done = 1; frames.next(after); done++) {
        pair(between, before, after, wish.between(), writer);
        after.copyTo(before);
        bench.progress(0.05 + 0.9 * done / count);
      }
      pair(between, before, wish.loop() ? first : before, wish.between(), writer);
    }
  }

  /** Writes the first of two frames, and those between them. */
  private static void pair(
      InBetween between, Mat before, Mat after, int count, VideoWriter writer) {
    writer.write(before);
    between.look(before, after);
    try (Mat made = new Mat()) {
      for (int i = 1; i <= count; i++) {
        between.at((double) i / (count + 1), made);
        writer.write(made);
      }
    }
  }
}
