package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.Films;
import dev.darkroom.media.MeasuredVideo;
import java.awt.Color;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sets pictures in motion. */
class ImageToVideoTest {
  private static final EmulatorSettings.Limits LIMITS = EmulatorSettings.Limits.DEFAULT;
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final String URI =
      Drawn.uri(Drawn.before(Drawn.box(WIDTH, HEIGHT), new Color(200, 20, 20), WIDTH, HEIGHT));

  private final MemoryBench bench = new MemoryBench();

  private static ObjectNode input(String prompt) {
    return Json.object().put("prompt", prompt).put("image_url", URI);
  }

  private MeasuredVideo made(Model model, ObjectNode input) throws Exception {
    ObjectNode output = model.run(input, bench);
    assertEquals(bench.file().length, output.path("video").path("file_size").asInt());
    assertEquals(bench.steps.stream().sorted().toList(), bench.steps);
    return Films.look(bench.file()).measured();
  }

  @ParameterizedTest
  @CsvSource({
    "480p, 16:9, 854, 480", "480p, 9:16, 480, 854", "480p, auto, 640, 480",
    "480p, 21:9, 1120, 480", "720p, 1:1, 720, 720", "1080p, 3:4, 1080, 1440"
  })
  void aVideoHasTheShapeThatWasAskedFor(String resolution, String aspect, int width, int height)
      throws Exception {
    MeasuredVideo video =
        made(
            new Seedance(LIMITS),
            input("zoom")
                .put("resolution", resolution)
                .put("aspect_ratio", aspect)
                .put("num_frames", 29));
    assertEquals(width, video.width());
    assertEquals(height, video.height());
    assertEquals(29, video.frames());
    assertEquals(24, video.rate().fps());
  }

  @ParameterizedTest
  @CsvSource({"2, 48", "3, 72"})
  void aVideoLastsAsLongAsWasAskedFor(String duration, long frames) throws Exception {
    ObjectNode input = input("zoom").put("resolution", "480p").put("duration", duration);
    assertEquals(frames, made(new Seedance(LIMITS), input).frames());
  }

  @Test
  void theOtherModelKeepsThePicturesShapeInFullHd() throws Exception {
    MeasuredVideo video = made(new Kling(LIMITS), input("zoom in").put("duration", "5"));
    assertEquals(5, video.seconds(), 0.001);
    assertEquals(1662, video.width());
    assertEquals(1248, video.height());
  }

  /** Where the red box is, first and last, in shares of the frame; and how many pixels it has. */
  private record Red(double x, double y, double size) {
    static Red in(Mat frame) {
      try (PointerScope _ = new PointerScope();
          UByteIndexer pixels = frame.createIndexer()) {
        double x = 0;
        double y = 0;
        double count = 0;
        for (int row = 0; row < frame.rows(); row++) {
          for (int column = 0; column < frame.cols(); column++) {
            if (pixels.get(row, column, 2) > 150 && pixels.get(row, column, 1) < 90) {
              x += column;
              y += row;
              count++;
            }
          }
        }
        return new Red(x / count / frame.cols(), y / count / frame.rows(), count);
      }
    }
  }

  /** How the box moved: right, down (shares of the frame), and how much larger it became. */
  private double[] movement(ObjectNode input) throws Exception {
    made(new Seedance(LIMITS), input.put("resolution", "480p").put("num_frames", 29));
    List<Mat> frames = Films.frames(bench.file());
    Red first = Red.in(frames.getFirst());
    Red last = Red.in(frames.getLast());
    frames.forEach(Mat::close);
    return new double[] {last.x - first.x, last.y - first.y, last.size / first.size};
  }

  @ParameterizedTest
  @CsvSource({
    "Slow pan left over the coast, -0.14, 0",
    "the camera pans to the right, 0.14, 0",
    "Camera tracking slowly from left to right, 0.14, 0",
    "tilt up, 0, -0.14",
    "crane down to the wheels, 0, 0.14"
  })
  void theCameraGoesWhereThePromptSays(String prompt, double right, double down) throws Exception {
    double[] moved = movement(input(prompt));
    // What the camera sees goes the other way.
    assertEquals(-right, moved[0], 0.05);
    assertEquals(-down, moved[1], 0.05);
  }

  @Test
  void aZoomMakesLargerOrSmaller() throws Exception {
    assertEquals(1.18 * 1.18, movement(input("zoom in"))[2], 0.15);
    bench.files.clear();
    bench.steps.clear();
    assertEquals(1 / (1.25 * 1.25), movement(input("slow pull back"))[2], 0.15);
  }

  @Test
  void aFixedCameraStays() throws Exception {
    double[] moved = movement(input("pan left").put("camera_fixed", true));
    assertEquals(0, moved[0], 0.004);
    assertEquals(0, moved[1], 0.004);
    assertEquals(1, moved[2], 0.02);
  }

  @ParameterizedTest
  @CsvSource({
    "duration, 13",
    "duration, 5.0",
    "resolution, 4k",
    "aspect_ratio, 2:1",
    "image_url, 'data:image/png;base64,AAAA'"
  })
  void whatIsOutOfBoundsIsRefused(String field, String value) {
    ObjectNode input = input("zoom").put(field, value);
    assertRefused(new Seedance(LIMITS), input, field);
  }

  @Test
  void durationsAreTexts() {
    assertRefused(new Seedance(LIMITS), input("zoom").put("duration", 5), "duration");
    assertRefused(new Kling(LIMITS), input("zoom").put("duration", 5), "duration");
    assertRefused(new Kling(LIMITS), input("zoom").put("duration", "7"), "duration");
    assertRefused(new Seedance(LIMITS), input("zoom").put("num_frames", 28), "num_frames");
  }

  private void assertRefused(Model model, ObjectNode input, String field) {
    ModelException refused = assertThrows(ModelException.class, () -> model.run(input, bench));
    assertEquals(422, refused.status());
    assertEquals(field, refused.body().path("detail").path(0).path("loc").path(1).asText());
    assertTrue(bench.files.isEmpty());
  }
}
