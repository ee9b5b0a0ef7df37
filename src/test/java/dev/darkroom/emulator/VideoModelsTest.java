package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.Films;
import dev.darkroom.media.MeasuredVideo;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes videos larger and smoother. */
class VideoModelsTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 96;

  /** A wall that moves by 6 pixels a frame, and changes at the fifth. */
  private static final byte[] CUT =
      Films.mp4(
          WIDTH,
          HEIGHT,
          8,
          12,
          (canvas, i) -> {
            try (Mat wall =
                i < 4 ? Pattern.at(WIDTH, HEIGHT, 6 * i) : Pattern.other(WIDTH, HEIGHT)) {
              wall.copyTo(canvas);
            }
          });

  private static final byte[] SOUND =
      Films.bytes(Path.of("src/test/resources/films/b-frames-and-sound.mp4"));

  private final MemoryBench bench = new MemoryBench();

  private static ObjectNode input(byte[] film) {
    return Json.object()
        .put("video_url", "data:video/mp4;base64," + Base64.getEncoder().encodeToString(film));
  }

  private MeasuredVideo made(Model model, ObjectNode input) throws Exception {
    JsonNode file = model.run(input, bench).path("video");
    assertEquals("video/mp4", file.path("content_type").asText());
    assertEquals(bench.file().length, file.path("file_size").asInt());
    assertTrue(file.path("file_name").asText().endsWith(".mp4"));
    assertEquals(bench.steps.stream().sorted().toList(), bench.steps);
    assertEquals(1, bench.steps.getLast());
    return Films.look(bench.file()).measured();
  }

  @ParameterizedTest
  @CsvSource({"1, 24/1, 0.667", "3, 48/1, 0.667", "4, 60/1, 0.667"})
  void framesArePutBetweenAndTheTimeStays(int between, String rate, double seconds)
      throws Exception {
    MeasuredVideo video = made(new RifeVideo(), input(CUT).put("num_frames", between));
    assertEquals(rate, video.rate().numerator() + "/" + video.rate().denominator());
    assertEquals(8L * (between + 1), video.frames());
    assertEquals(seconds, video.seconds(), 0.001);
  }

  @Test
  void aRateMayBeAskedFor() throws Exception {
    MeasuredVideo video =
        made(new RifeVideo(), input(CUT).put("use_calculated_fps", false).put("fps", 8));
    assertEquals(8, video.rate().fps());
    assertEquals(2, video.seconds(), 0.001);
  }

  @Test
  void theMotionIsFollowedAndTheCutIsClean() throws Exception {
    made(new RifeVideo(), input(CUT).put("num_frames", 1).put("use_scene_detection", true));
    List<Mat> frames = Films.frames(bench.file());
    try (Mat halfway = Pattern.at(WIDTH, HEIGHT, 3);
        Mat last = Pattern.at(WIDTH, HEIGHT, 18);
        Mat other = Pattern.other(WIDTH, HEIGHT)) {
      double moved = Pattern.difference(frames.get(1), halfway);
      assertTrue(moved < 8, () -> moved + " from where it should be");
      double ghost = Pattern.difference(frames.get(7), last);
      assertTrue(ghost < 8, () -> ghost + " from the last frame before the cut");
      assertTrue(Pattern.difference(frames.get(8), other) < 8);
    } finally {
      frames.forEach(Mat::close);
    }
  }

  @Test
  void theSoundIsKept() throws Exception {
    MeasuredVideo before = Films.look(SOUND).measured();
    for (Model model : List.of(new RifeVideo(), new SeedVrVideo())) {
      bench.files.clear();
      bench.steps.clear();
      MeasuredVideo video = made(model, input(SOUND));
      assertTrue(video.sound(), model.id());
      assertEquals(before.seconds(), video.seconds(), 0.001);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "factor, 1.5, 720p, 240, 144",
    "factor, 2, 720p, 320, 192",
    "target, 2, 720p, 1200, 720"
  })
  void aVideoIsEnlarged(String mode, double factor, String target, int width, int height)
      throws Exception {
    MeasuredVideo video =
        made(
            new SeedVrVideo(),
            input(CUT)
                .put("upscale_mode", mode)
                .put("upscale_factor", factor)
                .put("target_resolution", target));
    assertEquals(width, video.width());
    assertEquals(height, video.height());
    assertEquals(12, video.rate().fps());
    assertEquals(8, video.frames());
  }

  @ParameterizedTest
  @CsvSource({
    "upscale_factor, 11, upscale_factor less_than_equal",
    "upscale_mode, best, upscale_mode one_of",
    "target_resolution, 8k, target_resolution one_of",
    "output_format, VP9 (.webm), output_format feature_not_supported"
  })
  void whatIsOutOfBoundsIsRefused(String field, String value, String refusal) {
    ObjectNode input = input(CUT);
    if (value.equals("11")) {
      input.put(field, 11);
    } else {
      input.put(field, value);
    }
    assertEquals(refusal, refusal(new SeedVrVideo(), input));
  }

  @Test
  void whatCannotBeMadeIsRefused() {
    assertEquals(
        "upscale_factor file_too_large",
        refusal(new SeedVrVideo(), input(huge()).put("upscale_factor", 10)));
    byte[] broken = java.util.Arrays.copyOf(CUT, CUT.length / 2);
    assertEquals("video_url unsupported_video_format", refusal(new SeedVrVideo(), input(broken)));
    assertEquals(
        "video_url unsupported_video_format",
        refusal(
            new RifeVideo(), input("no film".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    assertEquals(
        "num_frames less_than_equal", refusal(new RifeVideo(), input(CUT).put("num_frames", 5)));
    assertEquals("fps less_than_equal", refusal(new RifeVideo(), input(CUT).put("fps", 61)));
  }

  private static byte[] huge() {
    return Films.mp4(640, 360, 2, 24);
  }

  private String refusal(Model model, ObjectNode input) {
    ModelException refused = assertThrows(ModelException.class, () -> model.run(input, bench));
    assertEquals(422, refused.status());
    assertEquals(java.util.Map.of(), bench.files);
    JsonNode detail = refused.body().path("detail").path(0);
    return detail.path("loc").path(1).asText() + " " + detail.path("type").asText();
  }
}
