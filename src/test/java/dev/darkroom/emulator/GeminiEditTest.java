package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiEditTest {
  private static final String MODEL = "fal-ai/gemini-25-flash-image/edit";
  private static final Color RED = new Color(190, 30, 35);
  private static final Shape BOX = Drawn.box(240, 180);
  private static final String SCENE = Drawn.uri(Drawn.scene(300, 200));
  private static final String PHOTO = Drawn.uri(Drawn.before(BOX, RED, 240, 180));
  private static final String ISOLATED = Drawn.uri(Drawn.onBlack(BOX, RED, 240, 180));
  private static final String FLAT = Drawn.uri(Drawn.flat(Color.GRAY, 60, 40));

  private final MemoryBench bench = new MemoryBench();
  private final GeminiEdit model = new GeminiEdit(MODEL, EmulatorSettings.Limits.DEFAULT);

  private static ObjectNode input(String prompt, String... urls) {
    ObjectNode input = Json.object().put("prompt", prompt);
    ArrayNode list = input.putArray("image_urls");
    Arrays.stream(urls).forEach(list::add);
    return input;
  }

  private BufferedImage edited(ObjectNode input) throws Exception {
    bench.files.clear();
    model.run(input, bench);
    return bench.picture();
  }

  private JsonNode refusal(ObjectNode input) {
    ModelException refused = assertThrows(ModelException.class, () -> model.run(input, bench));
    assertEquals(422, refused.status());
    return refused.body().path("detail").path(0);
  }

  private static boolean red(BufferedImage image, double x, double y) {
    int at = image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight()));
    Color color = new Color(at);
    return color.getRed() > 1.6 * color.getGreen() && color.getRed() > 1.6 * color.getBlue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSubjectOfTheLastPictureStandsInTheLowerThirdOfTheFirst(boolean isolated)
      throws Exception {
    BufferedImage image = edited(input("hello", SCENE, isolated ? ISOLATED : PHOTO));
    assertTrue(red(image, 0.5, 0.7), "in the middle of the subject");
    assertTrue(red(image, 0.25, 0.7), "as wide as most of the picture");
    assertFalse(red(image, 0.5, 0.2), "the sky stays");
    assertFalse(red(image, 0.05, 0.7), "the ground beside it stays");
    Color shaded = new Color(image.getRGB(image.getWidth() / 2, (int) (0.89 * image.getHeight())));
    Color ground = new Color(image.getRGB(5, (int) (0.89 * image.getHeight())));
    assertTrue(shaded.getGreen() < ground.getGreen() - 15, "a shadow lies below");
  }

  @Test
  void theDescriptionSaysWhatWasDoneAndByWhat() throws Exception {
    String description =
        model
            .run(input("the blue car at night in snow", SCENE, PHOTO), bench)
            .path("description")
            .asText();
    assertEquals(
        "Painted the subject blue; laid the subject of picture 2 over picture 1; graded to night;"
            + " let light snow fall. Classical filters, no generative model.",
        description);
  }

  @Test
  void aPromptThatIsNotUnderstoodIsSaidToBe() throws Exception {
    String description = model.run(input("nicer", SCENE), bench).path("description").asText();
    assertEquals(
        "Evened the contrast. No word of the prompt was understood."
            + " Classical filters, no generative model.",
        description);
  }

  @Test
  void aPictureWithoutASubjectIsLaidInWhole() throws Exception {
    String description = model.run(input("dusk", SCENE, FLAT), bench).path("description").asText();
    assertTrue(
        description.startsWith("Found no subject in picture 2 and laid all of it over picture 1;"),
        description);
  }

  @Test
  void theSameInputGivesTheSameBytesAndAnotherSeedOthers() throws Exception {
    ObjectNode input = input("snow", SCENE, PHOTO).put("seed", 3);
    model.run(input, bench);
    byte[] first = bench.files.get("output-1.png");
    model.run(input, bench);
    assertArrayEquals(first, bench.files.get("output-1.png"));
    model.run(input.put("seed", 4), bench);
    assertFalse(Arrays.equals(first, bench.files.get("output-1.png")));
  }

  @ParameterizedTest
  @CsvSource({
    "1:1, 1024, 1024",
    "16:9, 1344, 768",
    "9:16, 768, 1344",
    "3:2, 1248, 832",
    "21:9, 1536, 672",
    "4:5, 896, 1152",
    "auto, 1254, 836"
  })
  void theAspectRatioDecidesTheSize(String aspect, int width, int height) throws Exception {
    BufferedImage image = edited(input("night", SCENE).put("aspect_ratio", aspect));
    assertEquals(width, image.getWidth());
    assertEquals(height, image.getHeight());
  }

  @Test
  void severalOutputsDifferAndAreNumbered() throws Exception {
    ObjectNode output =
        model.run(
            input("night", SCENE, ISOLATED).put("num_images", 3).put("output_format", "jpeg"),
            bench);
    assertEquals(3, output.path("images").size());
    assertEquals(
        List.of("output-1.jpg", "output-2.jpg", "output-3.jpg"), List.copyOf(bench.files.keySet()));
    assertFalse(Arrays.equals(bench.files.get("output-1.jpg"), bench.files.get("output-2.jpg")));
    assertEquals("image/jpeg", output.path("images").path(0).path("content_type").asText());
  }

  @Test
  void subjectsInBetweenStandBehind() throws Exception {
    String description =
        model.run(input("night", SCENE, ISOLATED, PHOTO), bench).path("description").asText();
    assertTrue(
        description.contains("subject of picture 2 over picture 1; laid the subject of picture 3"),
        description);
  }

  @Test
  void elevenPicturesAreTooMany() {
    String[] urls = Collections.nCopies(11, FLAT).toArray(String[]::new);
    JsonNode detail = refusal(input("night", urls));
    assertEquals("sequence_too_long", detail.path("type").asText());
    assertEquals(10, detail.path("ctx").path("max_length").asInt());
    assertEquals("sequence_too_short", refusal(input("night")).path("type").asText());
  }

  @Test
  void theUnreadablePictureIsNamedByItsPlace() {
    JsonNode broken = refusal(input("night", SCENE, "data:image/png;base64,bm8="));
    assertEquals("[\"body\",\"image_urls\",1]", broken.path("loc").toString());
    assertEquals("image_load_error", broken.path("type").asText());
    JsonNode away = refusal(input("night", "ftp://example.org/a.png"));
    assertEquals("[\"body\",\"image_urls\",0]", away.path("loc").toString());
  }

  @Test
  void whatIsMissingIsNamedAllAtOnce() {
    ModelException refused =
        assertThrows(ModelException.class, () -> model.run(Json.object(), bench));
    assertEquals(
        "[\"body\",\"prompt\"][\"body\",\"image_urls\"]",
        refused.body().path("detail").path(0).path("loc")
            + refused.body().path("detail").path(1).path("loc").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "num_images, 5, less_than_equal",
    "num_images, 0, greater_than_equal",
    "aspect_ratio, \"2:1\", one_of",
    "output_format, \"gif\", one_of",
    "safety_tolerance, 4, one_of",
    "image_urls, \"x\", list_type",
    "image_urls, [7], string_type"
  })
  void aWrongValueIsNamed(String field, String value, String type) throws Exception {
    ObjectNode input = input("night", SCENE);
    input.set(field, Json.MAPPER.readTree(value));
    assertEquals(type, refusal(input).path("type").asText());
  }

  @Test
  void onePixelIsEnoughOfAPicture() throws Exception {
    String pixel = Drawn.uri(Drawn.flat(Color.RED, 1, 1));
    assertEquals(1024, edited(input("blue car, blur background", pixel, pixel)).getWidth());
  }

  @Test
  void bothNamesAnswerOverTheSocket(@TempDir Path folder) throws Exception {
    try (Emulator emulator = Emulator.start(EmulatorSettings.forTests(folder));
        Caller caller = new Caller(emulator)) {
      for (String id : List.of(MODEL, "fal-ai/nano-banana/edit")) {
        String request = caller.submit(id, input("night", SCENE).toString());
        caller.follow(request);
        JsonNode image = caller.result(request).json().path("images").path(0);
        assertEquals("output-1.png", image.path("file_name").asText());
      }
    }
  }
}
