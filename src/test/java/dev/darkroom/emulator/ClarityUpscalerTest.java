package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ClarityUpscalerTest {
  private static final String MODEL = "fal-ai/clarity-upscaler";

  @TempDir Path folder;

  private Emulator emulator;
  private Caller caller;

  @BeforeEach
  void start() throws Exception {
    emulator = Emulator.start(EmulatorSettings.forTests(folder));
    caller = new Caller(emulator);
  }

  @AfterEach
  void stop() {
    caller.close();
    emulator.close();
  }

  /** Dark left, bright right, with a little repeatable noise. */
  private static BufferedImage edge(int width, int height, boolean alpha, int noise) {
    int type = alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int light = (x < width / 2 ? 60 : 180) + (noise == 0 ? 0 : random.nextInt(noise));
        image.setRGB(x, y, (alpha ? 128 << 24 : 0xff << 24) | light << 16 | light << 8 | light);
      }
    }
    return image;
  }

  private static String dataUri(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private Caller.Reply upscale(ObjectNode input) throws Exception {
    String id = caller.submit(MODEL, input.toString());
    caller.follow(id);
    return caller.result(id);
  }

  private Caller.Reply upscale(BufferedImage image, double factor) throws Exception {
    return upscale(Json.object().put("image_url", dataUri(image)).put("upscale_factor", factor));
  }

  private byte[] file(JsonNode output) throws Exception {
    return caller.bytes(URI.create(output.path("image").path("url").asText())).body();
  }

  private BufferedImage picture(JsonNode output) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(file(output)));
  }

  @ParameterizedTest
  @CsvSource({"2, 200, 120", "1, 100, 60", "4, 400, 240", "1.5, 150, 90", "1.337, 134, 80"})
  void thePictureGrowsByTheFactor(double factor, int width, int height) throws Exception {
    JsonNode output = upscale(edge(100, 60, false, 8), factor).json();
    JsonNode image = output.path("image");
    BufferedImage picture = picture(output);
    assertEquals(width, picture.getWidth());
    assertEquals(height, picture.getHeight());
    assertEquals(width, image.path("width").asInt());
    assertEquals(height, image.path("height").asInt());
    assertEquals("image/jpeg", image.path("content_type").asText());
    assertEquals("clarity-upscaler.jpg", image.path("file_name").asText());
    assertEquals(file(output).length, image.path("file_size").asInt());
    assertTrue(output.path("timings").path("inference").isNumber());
  }

  @Test
  void onePixelIsEnoughOfAPicture() throws Exception {
    assertEquals(2, picture(upscale(edge(1, 1, false, 0), 2).json()).getWidth());
  }

  @Test
  void theSameInputGivesTheSameBytes() throws Exception {
    ObjectNode input =
        Json.object().put("image_url", dataUri(edge(300, 700, false, 30))).put("seed", 42);
    JsonNode first = upscale(input).json();
    JsonNode second = upscale(input).json();
    assertEquals(42, first.path("seed").asInt());
    assertArrayEquals(file(first), file(second));
    assertFalse(first.path("image").path("url").equals(second.path("image").path("url")));
  }

  @Test
  void alphaIsKeptInAPng() throws Exception {
    JsonNode output = upscale(edge(40, 40, true, 0), 2).json();
    assertEquals("image/png", output.path("image").path("content_type").asText());
    assertEquals(128, picture(output).getRGB(10, 10) >>> 24);
  }

  @ParameterizedTest
  @CsvSource({
    "upscale_factor, 0, greater_than_equal, ge, 1",
    "upscale_factor, 9, less_than_equal, le, 4",
    "upscale_factor, \"NaN\", greater_than_equal, ge, 1",
    "creativity, -0.1, greater_than_equal, ge, 0",
    "resemblance, 1.1, less_than_equal, le, 1",
    "guidance_scale, 21, less_than_equal, le, 20",
    "num_inference_steps, 3, greater_than_equal, ge, 4",
    "seed, -1, greater_than_equal, ge, 0"
  })
  void aValueOutOfBoundsIsNamedAtTheResult(
      String field, String value, String type, String key, int limit) throws Exception {
    ObjectNode input = Json.object().put("image_url", dataUri(edge(2, 2, false, 0)));
    input.set(field, Json.MAPPER.readTree(value));
    Caller.Reply result = upscale(input);
    assertEquals(422, result.status());
    JsonNode detail = result.json().path("detail").path(0);
    assertEquals("[\"body\",\"" + field + "\"]", detail.path("loc").toString());
    assertEquals(type, detail.path("type").asText());
    assertEquals(limit, detail.path("ctx").path(key).asInt(-1));
    assertEquals("https://docs.fal.ai/errors#" + type, detail.path("url").asText());
    assertFalse(detail.path("msg").asText().isEmpty());
  }

  @Test
  void allComplaintsComeAtOnce() throws Exception {
    Caller.Reply result =
        upscale(Json.object().put("upscale_factor", "two").put("enable_safety_checker", 7));
    assertEquals(422, result.status());
    assertEquals("missing", result.json().path("detail").path(0).path("type").asText());
    assertEquals("float_parsing", result.json().path("detail").path(1).path("type").asText());
    assertEquals("bool_type", result.json().path("detail").path(2).path("type").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "'data:text/plain,no picture', image_load_error",
    "http://127.0.0.1:1/a.png, file_download_error"
  })
  void aPictureThatCannotBeHadIsTheModelsRefusal(String url, String type) throws Exception {
    Caller.Reply result = upscale(Json.object().put("image_url", url));
    assertEquals(422, result.status());
    assertEquals(type, result.json().path("detail").path(0).path("type").asText());
  }

  @Test
  void anOutputAboveThePixelLimitIsRefused() throws Exception {
    Caller.Reply result = upscale(edge(3000, 2100, false, 0), 4);
    assertEquals(422, result.status());
    JsonNode detail = result.json().path("detail").path(0);
    assertEquals("image_too_large", detail.path("type").asText());
    assertEquals(10_000, detail.path("ctx").path("max_width").asInt());
  }
}
