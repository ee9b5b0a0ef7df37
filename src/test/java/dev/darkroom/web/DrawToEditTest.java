package dev.darkroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A region edited by words. */
@QuarkusTest
class DrawToEditTest extends ServerTest {
  private static final String PATH = "/api/tools/draw-to-edit";
  private static final int WIDTH = 200;
  private static final int HEIGHT = 150;

  @Test
  void aSubmitAnswersAsTheBriefSays() {
    Response response = edit(uploaded(Photos.png(WIDTH, HEIGHT)), box(20, 30, 60, 40), "");
    String id = accepted(response);
    assertEquals(
        Map.of(
            "jobId",
            id,
            "status",
            "pending",
            "credits",
            90,
            "message",
            "Draw-to-edit operation started. Check status at /api/tools/status"),
        response.path("$"));
  }

  @ParameterizedTest
  @CsvSource({
    "20,30,60,40",
    "0,0,60,40",
    "140,0,60,40",
    "0,110,60,40",
    "140,110,60,40",
    "-30,-20,60,40",
    "170,130,60,40",
    "170,-20,60,40",
    "-30,130,60,40",
    "20.5,30.4,59.5,0.6",
    "-10,-10,400,300"
  })
  void everyPixelOutsideTheBoxStays(double x, double y, double width, double height) {
    byte[] original = Photos.png(WIDTH, HEIGHT);
    String id = accepted(edit(uploaded(original), box(x, y, width, height), ""));

    BufferedImage result = picture(id);

    assertEquals(WIDTH, result.getWidth());
    assertEquals(HEIGHT, result.getHeight());
    Rectangle inside =
        new Rectangle(
            (int) Math.round(x),
            (int) Math.round(y),
            Math.max(1, (int) Math.round(width)),
            Math.max(1, (int) Math.round(height)));
    assertSameOutside(Photos.decode(original), result, inside);
    assertEquals(90, status(id).<Integer>path("credits"));
    assertEquals("draw_to_edit", status(id).path("tool_type"));
    assertTrue(status(id).<String>path("key").endsWith("/library/draw-to-edit-" + id + ".png"));
  }

  private static void assertSameOutside(BufferedImage a, BufferedImage b, Rectangle box) {
    boolean changed = false;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        if (box.contains(x, y)) {
          changed |= a.getRGB(x, y) != b.getRGB(x, y);
        } else {
          assertEquals(a.getRGB(x, y), b.getRGB(x, y), "at " + x + ", " + y);
        }
      }
    }
    assertTrue(changed, "nothing changed inside " + box);
  }

  @Test
  void whatTouchesTheCarCostsMore() {
    String original = uploaded(Photos.png(WIDTH, HEIGHT));
    byte[] car = Photos.mask(WIDTH, HEIGHT, new Rectangle(100, 100, 20, 20));
    // The corner of the box is the first pixel of the car, and then the last before it.
    assertEquals(100, credits(original, box(81, 81, 20, 20), dataUrl(car)));
    assertEquals(90, credits(original, box(80, 80, 20, 20), dataUrl(car)));
    byte[] nothing = Photos.mask(WIDTH, HEIGHT, new Rectangle());
    assertEquals(90, credits(original, box(81, 81, 20, 20), dataUrl(nothing)));
  }

  @Test
  void aMaskOfOursIsKnownByItsAddress() {
    Response mask = upload("mask", Photos.mask(WIDTH, HEIGHT, new Rectangle(0, 0, 50, 50)));
    String original = uploaded(Photos.png(WIDTH, HEIGHT));
    String url = mask.path("url");
    assertEquals(100, credits(original, box(10, 10, 20, 20), url));
    refused(
        400,
        "BAD_URL",
        "carMaskUrl",
        () -> edit(original, box(1, 1, 5, 5), ",\"carMaskUrl\":\"%s0\"".formatted(url)));
  }

  private int credits(String original, String box, String mask) {
    Response response = edit(original, box, ",\"carMaskUrl\":\"%s\"".formatted(mask));
    ended(accepted(response));
    return response.path("credits");
  }

  @Test
  void noInputLiesInARow() throws IOException {
    byte[] original = Photos.png(900, 700);
    String body =
        """
        {"prompt":"brighter","imageDataUrl":"%s","boundingBox":{"x":1,"y":2,"width":30,"height":20},
         "originalImageDataUrl":"%s"}
        """
            .formatted(dataUrl(Photos.png(30, 20)), dataUrl(original));
    String id = accepted(post(PATH, body));
    Job job = ended(id);
    assertTrue(job.input().toString().length() < 2000, job.input().toString());
    assertTrue(job.input().path("source").asText().contains("/inputs/"));
    assertEquals(900, picture(id).getWidth());
  }

  @Test
  void anOriginalThatIsGoneFailsTheJobAndChargesNothing() throws IOException {
    var account = credits.account(USER);
    String original = uploaded(Photos.png(WIDTH, HEIGHT));
    int accepted = emulator.accepted();
    emulator.cruelty().next(Call.STATUS, 2, new Way.Answers(503, "application/json", "{}"));
    String id = accepted(edit(original, box(1, 1, 30, 30), ""));
    await().until(() -> emulator.accepted() > accepted);
    Files.delete(data.resolve("blobs").resolve(original));
    Job job = ended(id);
    assertEquals(Phase.FAILED, job.phase());
    assertEquals("SOURCE_GONE", status(id).path("code"));
    assertPlainWords(status(id).path("error"));
    assertEquals(account, credits.account(USER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | BOX_REQUIRED | boundingBox",
        "{\"boundingBox\":{\"x\":1,\"y\":1,\"width\":0,\"height\":5}} | BAD_BOX | boundingBox.width",
        "{\"boundingBox\":{\"x\":1,\"y\":1,\"width\":5,\"height\":-1}} | BAD_BOX | boundingBox.height",
        "{\"boundingBox\":{\"x\":1,\"y\":1,\"width\":1e-9,\"height\":5}} | BAD_BOX | boundingBox.width",
        "{\"boundingBox\":{\"x\":\"1\",\"y\":1,\"width\":5,\"height\":5}} | BAD_VALUE | boundingBox.x",
        "{\"boundingBox\":{\"x\":1,\"width\":5,\"height\":5}} | BAD_BOX | boundingBox.y",
        "{\"boundingBox\":{\"x\":1e999,\"y\":1,\"width\":5,\"height\":5}} | BAD_BOX | boundingBox.x",
        "{\"boundingBox\":{\"x\":1e12,\"y\":1,\"width\":5,\"height\":5}} | BAD_BOX | boundingBox",
        "{\"boundingBox\":{\"x\":200,\"y\":1,\"width\":5,\"height\":5}} | BOX_OUTSIDE | boundingBox",
        "{\"boundingBox\":{\"x\":-5,\"y\":1,\"width\":5,\"height\":5}} | BOX_OUTSIDE | boundingBox",
        "{\"boundingBox\":{\"x\":1,\"y\":1,\"width\":1e5,\"height\":1e5}} | BOX_TOO_LARGE | boundingBox",
        "{\"boundingBox\":{\"x\":1,\"y\":1,\"width\":1e5,\"height\":1}} | BOX_TOO_LARGE | boundingBox",
        "{\"boundingBox\":\"all\"} | BAD_VALUE | boundingBox"
      })
  void aBoxThatIsNoneIsRefused(String box, String code, String field) {
    String original = uploaded(Photos.png(WIDTH, HEIGHT));
    String rest =
        "\"prompt\":\"brighter\",\"imageDataUrl\":\"%s\",\"originalKey\":\"%s\""
            .formatted(dataUrl(Photos.png(8, 8)), original);
    String body =
        "{" + rest + (box.equals("{}") ? "" : "," + box.substring(1, box.length() - 1)) + "}";
    refused(400, code, field, () -> post(PATH, body));
  }

  @Test
  void whatIsMissingIsNamed() {
    String original = uploaded(Photos.png(WIDTH, HEIGHT));
    String box = box(1, 1, 5, 5);
    String region = "\"imageDataUrl\":\"%s\"".formatted(dataUrl(Photos.png(8, 8)));
    refused(400, "PROMPT_REQUIRED", "prompt", () -> post(PATH, "{%s,%s}".formatted(box, region)));
    refused(
        400,
        "PROMPT_TOO_LONG",
        "prompt",
        () -> post(PATH, "{\"prompt\":\"%s\",%s,%s}".formatted("x".repeat(4001), box, region)));
    refused(
        400,
        "SOURCE_REQUIRED",
        "imageDataUrl",
        () -> post(PATH, "{\"prompt\":\"x\",%s,\"originalKey\":\"%s\"}".formatted(box, original)));
    refused(
        400,
        "SOURCE_REQUIRED",
        "originalKey",
        () -> post(PATH, "{\"prompt\":\"x\",%s,%s}".formatted(box, region)));
  }

  @Test
  void aMaskOfAnotherSizeIsRefused() {
    String original = uploaded(Photos.png(WIDTH, HEIGHT));
    String mask = dataUrl(Photos.mask(WIDTH, HEIGHT + 1, new Rectangle()));
    refused(
        400,
        "MASK_SIZE",
        "carMaskUrl",
        () -> edit(original, box(1, 1, 5, 5), ",\"carMaskUrl\":\"%s\"".formatted(mask)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "http://169.254.169.254/", "http://localhost/a.png"})
  void anAddressThatIsNotPublicIsRefused(String url) {
    String original = uploaded(Photos.png(WIDTH, HEIGHT));
    refused(
        400,
        "BAD_URL",
        "carMaskUrl",
        () -> edit(original, box(1, 1, 5, 5), ",\"carMaskUrl\":\"%s\"".formatted(url)));
  }

  private static String box(double x, double y, double width, double height) {
    return "\"boundingBox\":{\"x\":%s,\"y\":%s,\"width\":%s,\"height\":%s}"
        .formatted(x, y, width, height);
  }

  private static Response edit(String original, String box, String more) {
    return post(
        PATH,
        """
        {"prompt":"brighter, black and white","imageDataUrl":"%s",%s,"originalKey":"%s"%s}
        """
            .formatted(dataUrl(Photos.subject(64, 48)), box, original, more));
  }
}
