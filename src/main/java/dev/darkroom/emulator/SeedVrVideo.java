package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LANCZOS4;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.MeasuredVideo;
import dev.darkroom.media.VideoException;
import dev.darkroom.media.VideoReader;
import dev.darkroom.media.VideoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * {@code fal-ai/seedvr/upscale/video} with the real one's schema and bounds, by classical means:
 * Lanczos and a mild unsharp mask, frame by frame, the sound kept. Only H.264 in MP4 is made;
 * {@code noise_scale}, the seed, {@code output_quality}, {@code output_write_mode} and {@code
 * sync_mode} are checked and have no effect.
 */
final class SeedVrVideo implements Model {
  private static final String FIELD = "video_url";
  private static final String H264 = "X264 (.mp4)";
  private static final List<String> OTHERS =
      List.of("VP9 (.webm)", "PRORES4444 (.mov)", "GIF (.gif)");
  private static final double SHARP = 0.25;

  private record Wish(String url, boolean target, double factor, int lines, int seed) {

    static Wish of(ObjectNode input) throws ModelException {
      InputCheck check = new InputCheck(input);
      String url = check.required(FIELD);
      String mode = check.choice("upscale_mode", List.of("factor", "target"), "factor");
      double factor = check.number("upscale_factor", 1, 10, 2);
      String target =
          check.choice("target_resolution", List.of("720p", "1080p", "1440p", "2160p"), "1080p");
      check.number("noise_scale", 0, 1, 0.1);
      int seed = check.seed();
      String format = check.text("output_format", H264);
      if (OTHERS.contains(format)) {
        check.refuse(
            "output_format", "feature_not_supported", "The emulator makes X264 (.mp4) only");
      } else {
        check.choice("output_format", List.of(H264), H264);
      }
      check.choice("output_quality", List.of("low", "medium", "high", "maximum"), "high");
      check.choice("output_write_mode", List.of("fast", "balanced", "small"), "balanced");
      check.flag("sync_mode", false);
      check.orThrow();
      int lines = Integer.parseInt(target.replace("p", ""));
      return new Wish(url, mode.equals("target"), factor, lines, seed);
    }

    double factor(MeasuredVideo video) {
      return target ? (double) lines / Math.min(video.width(), video.height()) : factor;
    }
  }

  @Override
  public String id() {
    return "fal-ai/seedvr/upscale/video";
  }

  @Override
  public ObjectNode run(ObjectNode input, Workbench bench)
      throws ModelException, IOException, InterruptedException {
    Wish wish = Wish.of(input);
    Path source = bench.downloadFile(FIELD, wish.url());
    Path file = bench.temporary(".mp4");
    bench.progress(0.05);
    try (VideoReader reader = VideoFiles.open(FIELD, source)) {
      MeasuredVideo video = reader.video();
      double factor = wish.factor(video);
      int width = VideoFiles.even(video.width() * factor);
      int height = VideoFiles.even(video.height() * factor);
      if ((long) width * height > VideoFiles.PIXELS_MAX) {
        throw tooLarge();
      }
      try (VideoWriter writer = VideoWriter.create(file, width, height, video.rate(), source);
          Mat frame = new Mat();
          Mat large = new Mat()) {
        for (long done = 1; reader.next(frame); done++) {
          enlarge(frame, width, height, large);
          writer.write(large);
          bench.progress(0.05 + 0.9 * done / video.frames());
        }
        writer.finish();
      }
    } catch (VideoException e) {
      throw VideoFiles.refusal(FIELD, e);
    }
    ObjectNode output = Json.object();
    output.set("video", VideoFiles.publish(bench, "seedvr", file));
    bench.progress(1);
    return output.put("seed", Math.max(0, wish.seed()));
  }

  private static void enlarge(Mat frame, int width, int height, Mat into) {
    int how = width < frame.cols() ? INTER_AREA : INTER_LANCZOS4;
    try (Size size = new Size(width, height);
        Size any = new Size(0, 0);
        Mat soft = new Mat()) {
      resize(frame, into, size, 0, 0, how);
      GaussianBlur(into, soft, any, 1.2);
      addWeighted(into, 1 + SHARP, soft, -SHARP, 0, into);
    }
  }

  private static ModelException tooLarge() {
    ObjectNode detail =
        ModelException.detail("upscale_factor", "file_too_large", "The output would be too large");
    detail.putObject("ctx").put("max_pixels", VideoFiles.PIXELS_MAX);
    return ModelException.unprocessable(JsonNodeFactory.instance.arrayNode().add(detail));
  }
}
