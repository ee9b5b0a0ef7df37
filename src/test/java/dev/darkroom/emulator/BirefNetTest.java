package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BirefNetTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final Color RED = new Color(190, 30, 35);
  private static final Shape ELLIPSE = Drawn.ellipse(WIDTH, HEIGHT);
  private static final String URI = Drawn.uri(Drawn.before(ELLIPSE, RED, WIDTH, HEIGHT));

  private final MemoryBench bench = new MemoryBench();
  private final BirefNet model = new BirefNet(EmulatorSettings.Limits.DEFAULT);

  private ObjectNode run(ObjectNode input) throws Exception {
    return model.run(input, bench);
  }

  private JsonNode refusal(ObjectNode input) {
    ModelException refused = assertThrows(ModelException.class, () -> model.run(input, bench));
    assertEquals(422, refused.status());
    return refused.body().path("detail").path(0);
  }

  private static ObjectNode input(String uri) {
    return Json.object().put("image_url", uri);
  }

  @Test
  void anEllipseOnNoiseIsCutOutWhereItIs() throws Exception {
    JsonNode image = run(input(URI)).path("image");
    BufferedImage cut = bench.picture();
    assertEquals(WIDTH, image.path("width").asInt());
    assertEquals(HEIGHT, cut.getHeight());
    assertEquals("image/png", image.path("content_type").asText());
    double overlap = Drawn.overlap(ELLIPSE, cut);
    assertTrue(overlap >= 0.95, () -> "overlap " + overlap);
    assertEquals(0, cut.getRGB(2, 2) >>> 24);
    assertEquals(255, cut.getRGB(WIDTH / 2, HEIGHT / 2) >>> 24);
  }

  @ParameterizedTest
  @CsvSource({"190, 30, 35", "30, 60, 170", "240, 240, 238", "20, 20, 22"})
  void aBoxOfAnyColorIsCutOutWhereItIs(int red, int green, int blue) throws Exception {
    Shape box = Drawn.box(WIDTH, HEIGHT);
    Color color = new Color(red, green, blue);
    run(input(Drawn.uri(Drawn.before(box, color, WIDTH, HEIGHT))));
    double overlap = Drawn.overlap(box, bench.picture());
    assertTrue(overlap >= 0.9, () -> "overlap " + overlap);
  }

  @Test
  void theEdgeFollowsTheLargePictureAndNotTheSmallOneThatWasSearched() throws Exception {
    // Teeth of 4 pixels are about 1 of the picture that was searched, and lost in its smooth
    // outline.
    Area comb = new Area(Drawn.box(1600, 1200));
    for (int x = 400; x < 1200; x += 8) {
      comb.subtract(new Area(new Rectangle(x, 480, 4, 8)));
    }
    run(input(Drawn.uri(Drawn.before(comb, RED, 1600, 1200))));
    BufferedImage cut = bench.picture();
    int right = 0;
    for (int x = 400; x < 1200; x++) {
      boolean tooth = comb.contains(x + 0.5, 484.5);
      right += tooth == cut.getRGB(x, 484) >>> 24 > 127 ? 1 : 0;
    }
    int seen = right;
    assertTrue(seen > 720, () -> seen + " of 800 pixels along the teeth");
  }

  @Test
  void refiningTakesTheWallOutOfTheEdge() throws Exception {
    run(input(URI));
    double refined = edgeBlue(bench.picture());
    bench.files.clear();
    run(input(URI).put("refine_foreground", false));
    double raw = edgeBlue(bench.picture());
    assertTrue(refined < raw - 5, () -> refined + " against " + raw);
  }

  /** How blue the half transparent pixels are; the wall is, the ellipse is not. */
  private static double edgeBlue(BufferedImage cut) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int argb = cut.getRGB(i % WIDTH, i / WIDTH);
      if (argb >>> 24 > 40 && argb >>> 24 < 215) {
        sum += argb & 0xff;
        count++;
      }
    }
    assertTrue(count > 50, "a soft edge");
    return sum / count;
  }

  @Test
  void theMaskIsTheAlphaInGrey() throws Exception {
    ObjectNode output = run(input(URI).put("output_mask", true));
    assertEquals("birefnet-mask.png", output.path("mask_image").path("file_name").asText());
    BufferedImage cut = bench.picture("birefnet.png");
    BufferedImage mask = bench.picture("birefnet-mask.png");
    for (int x = 0; x < WIDTH; x++) {
      int alpha = cut.getRGB(x, HEIGHT / 2) >>> 24;
      assertEquals(new Color(alpha, alpha, alpha), new Color(mask.getRGB(x, HEIGHT / 2)));
    }
  }

  @Test
  void theMaskAloneStandsInPlaceOfThePicture() throws Exception {
    ObjectNode output = run(input(URI).put("mask_only", true).put("output_mask", true));
    assertEquals("birefnet-mask.png", output.path("image").path("file_name").asText());
    assertFalse(output.has("mask_image"));
    assertEquals(List.of("birefnet-mask.png"), List.copyOf(bench.files.keySet()));
  }

  @Test
  void theSameInputGivesTheSameBytes() throws Exception {
    // Of many colors, so that every random choice would show.
    ObjectNode input = input(Drawn.uri(Drawn.patches(WIDTH, HEIGHT)));
    run(input);
    byte[] first = bench.files.get("birefnet.png");
    run(input);
    assertArrayEquals(first, bench.files.get("birefnet.png"));
  }

  @Test
  void progressNeverGoesBackAndEndsAtOne() throws Exception {
    run(input(URI));
    assertEquals(bench.steps.stream().sorted().toList(), bench.steps);
    assertEquals(1, bench.steps.getLast());
  }

  @Test
  void syncModePutsThePictureIntoTheUrl() throws Exception {
    String url =
        run(input(URI).put("sync_mode", true).put("output_format", "webp"))
            .path("image")
            .path("url")
            .asText();
    assertTrue(url.startsWith("data:image/webp;base64,"));
    byte[] bytes = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
    assertEquals("WEBP", new String(bytes, 8, 4, StandardCharsets.US_ASCII));
    assertTrue(bench.files.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "operating_resolution, 512x512, one_of",
    "model, Best, one_of",
    "output_format, jpeg, one_of",
    "output_format, gif, unsupported_image_format",
    "operating_resolution, 2304x2304, value_error"
  })
  void aWrongChoiceIsNamed(String field, String value, String type) {
    JsonNode detail = refusal(input(URI).put(field, value));
    assertEquals("[\"body\",\"" + field + "\"]", detail.path("loc").toString());
    assertEquals(type, detail.path("type").asText());
  }

  @Test
  void theLargestResolutionNeedsTheDynamicModel() throws Exception {
    run(input(URI).put("operating_resolution", "2304x2304").put("model", "General Use (Dynamic)"));
    assertTrue(Drawn.overlap(ELLIPSE, bench.picture()) >= 0.95);
  }

  @Test
  void whatIsNoPictureIsRefusedAsSuch() {
    JsonNode detail = refusal(input("data:image/png;base64,bm8gcGljdHVyZQ=="));
    assertEquals("image_load_error", detail.path("type").asText());
    assertEquals("missing", refusal(Json.object()).path("type").asText());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 40", "40, 1", "3, 3", "64, 48"})
  void aPictureWithoutASubjectGivesATransparentOneOfItsSize(int width, int height)
      throws Exception {
    run(input(Drawn.uri(Drawn.flat(Color.GRAY, width, height))));
    BufferedImage cut = bench.picture();
    assertEquals(width, cut.getWidth());
    assertEquals(height, cut.getHeight());
    assertEquals(0, cut.getRGB(0, 0) >>> 24);
  }
}
