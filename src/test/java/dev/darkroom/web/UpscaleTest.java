package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A photo through the darkroom, asked for by clients that never ask again. */
@QuarkusTest
class UpscaleTest extends ServerTest {

  @Test
  void aSubmitAnswersAsTheBriefSays() {
    String key = uploaded(Photos.jpeg(80, 60));

    Response response = upscale("{\"r2_key\":\"%s\",\"upscale_factor\":2}".formatted(key));

    assertEquals(202, response.statusCode());
    String id = response.path("jobId");
    assertEquals(
        Map.of(
            "jobId",
            id,
            "status",
            "pending",
            "credits",
            1,
            "message",
            "Upscale operation started. Check status at /api/tools/status"),
        response.path("$"));
    assertEquals("/api/jobs/" + id, response.header("Location"));
    assertNull(response.header("Idempotency-Replayed"));
  }

  @Test
  void aJobThatNobodyAsksAboutEndsInTheLibraryAndIsPaidOnce() {
    long before = credits.account(USER).balance();
    String key = uploaded(Photos.jpeg(80, 60));

    String id = upscaled(key);
    ended(id);

    Response library = given().queryParam("limit", 1).get("/api/library");
    assertEquals(200, library.statusCode());
    assertEquals(id, library.path("items[0].jobId"));
    assertEquals("upscale", library.path("items[0].jobType"));
    assertEquals(key, library.path("items[0].sourceKey"));
    assertEquals("image", library.path("items[0].kind"));
    assertEquals(160, library.<Integer>path("items[0].width"));
    assertEquals(120, library.<Integer>path("items[0].height"));
    assertTrue(library.<String>path("items[0].blurhash").length() >= 6);
    String resultKey = library.path("items[0].key");
    assertTrue(
        resultKey.matches("users/you_localhost-[0-9a-f]{8}/library/upscale-" + id + "[.](jpg|png)"),
        resultKey);
    byte[] file = download(library.path("items[0].url"));
    assertEquals(file.length, library.<Integer>path("items[0].size"));
    assertEquals(160, Photos.decode(file).getWidth());
    assertEquals(before - 1, credits.account(USER).balance());
    assertEquals(0, credits.account(USER).held());
  }

  @Test
  void aPhotoThatLiesOnItsSideComesOutUpright() {
    String key = uploaded(Photos.jpegOnItsSide(96, 64));

    BufferedImage result = result(upscaled(key));

    assertEquals(128, result.getWidth());
    assertEquals(192, result.getHeight());
    // Turned to the right, the first column from below is the first row.
    assertEquals("BRWG", Photos.quarters(result));
  }

  @Test
  void whatIsTransparentStaysTransparent() {
    String key = uploaded(Photos.pngWithAlpha(64, 64));

    BufferedImage result = result(upscaled(key));

    assertEquals(128, result.getWidth());
    assertEquals(0xff, result.getRGB(20, 20) >>> 24);
    assertEquals(0, result.getRGB(108, 108) >>> 24);
  }

  @Test
  void theFactorIsClampedTo4kEitherWayUp() {
    assertEquals(1.92, factorFor(2000, 500));
    assertEquals(1.92, factorFor(500, 2000));
    assertEquals(1.8, factorFor(1200, 1200));
  }

  private double factorFor(int width, int height) {
    emulator.cruelty().next(Call.SUBMIT, 1, refusal());
    String key = uploaded(Photos.png(width, height));
    Response response = upscale("{\"r2_key\":\"%s\",\"upscale_factor\":4}".formatted(key));
    assertEquals(202, response.statusCode());
    return ended(response.path("jobId")).input().path("factor").asDouble();
  }

  /** Only the draft is of interest, so the picture need not be made. */
  private static Way refusal() {
    return Way.modelRefusal("image_too_large", "not today");
  }

  @Test
  void factorOneAndHalfStepsAreAllowed() {
    String key = uploaded(Photos.png(64, 64));
    for (String factor : new String[] {"1", "1.5", "null"}) {
      Response response =
          upscale("{\"r2_key\":\"%s\",\"upscale_factor\":%s}".formatted(key, factor));
      assertEquals(202, response.statusCode(), response.asString());
      int expected = factor.equals("null") ? 128 : (int) (64 * Double.parseDouble(factor));
      assertEquals(expected, result(response.path("jobId")).getWidth());
    }
  }

  @Test
  void sizesThatTheClientClaimsAreNotBelieved() {
    String key = uploaded(Photos.png(64, 48));
    Response response =
        upscale(
            "{\"r2_key\":\"%s\",\"original_width\":9999,\"original_height\":9999}".formatted(key));
    assertEquals(202, response.statusCode());
    assertEquals(128, result(response.path("jobId")).getWidth());
  }

  @Test
  void aKeyMayBeRelativeToTheUsersFolder() {
    String key = uploaded(Photos.png(64, 48));
    String id = upscaled(key.replaceFirst("users/[^/]+/", ""));
    assertEquals(Phase.COMPLETED, ended(id).phase());
  }

  @Test
  void aPictureMayComeInTheRequestItself() {
    String data = Base64.getEncoder().encodeToString(Photos.png(64, 48));
    Response response = upscale("{\"image_url\":\"data:image/png;base64,%s\"}".formatted(data));
    assertEquals(202, response.statusCode(), response.asString());
    assertEquals(96, result(response.path("jobId")).getHeight());
  }

  @Test
  void eachJobHasAFileOfItsOwn() {
    String key = uploaded(Photos.png(64, 48));
    String one = upscaled(key);
    String two = upscaled(key);
    assertNotEquals(ended(one).state().resultKey(), ended(two).state().resultKey());
  }

  private BufferedImage result(String jobId) {
    assertEquals(Phase.COMPLETED, ended(jobId).phase());
    return Photos.decode(download(status(jobId).path("url")));
  }
}
