package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One picture out of several, by words. */
@QuarkusTest
class StudioTest extends ServerTest {

  @Test
  void twoPicturesBecomeOneForItsPrice() {
    long before = credits.account(USER).balance();
    String scene = uploaded(Photos.png(320, 240));
    Response response =
        studio("night", "[\"%s\"]".formatted(dataUrl(Photos.subject(160, 120))), scene);
    String id = accepted(response);
    assertEquals(
        Map.of(
            "jobId",
            id,
            "status",
            "pending",
            "credits",
            20,
            "message",
            "Studio operation started. Check status at /api/tools/status"),
        response.path("$"));

    picture(id);

    assertEquals("studio", status(id).path("tool_type"));
    String key = status(id).path("key");
    assertTrue(key.matches(".*/library/studio-" + id + "[.](jpg|png)"), key);
    assertEquals(before - 20, credits.account(USER).balance());
    Response item = given().get("/api/library?limit=1");
    assertEquals(key, item.path("items[0].key"));
    assertEquals(scene, item.path("items[0].sourceKey"));
  }

  @Test
  void aPictureOfOursMayBeNamedByItsAddress() {
    String url = upload("a", Photos.subject(160, 120)).path("url");
    picture(accepted(studio("sunset", "[\"%s\"]".formatted(url), null)));
  }

  @Test
  void aFileOfAnotherThatWasSharedIsCopied() {
    String shared = given().get("/api/templates/showroom").path("images[0].url");
    String id = accepted(studio("night", "[\"%s\"]".formatted(shared), null));
    picture(id);
    String source = given().get("/api/jobs/" + id).path("input.source");
    assertTrue(source.matches("users/you_localhost-[0-9a-f]{8}/inputs/.*"), source);
  }

  @Test
  void whatIsMissingOrTooMuchIsNamed() {
    String photo = uploaded(Photos.png(64, 64));
    refused(400, "PROMPT_REQUIRED", "prompt", () -> studio(" ", "[]", photo));
    refused(400, "IMAGES_REQUIRED", "image_urls", () -> studio("night", "[]", null));
    String forty = String.join("\",\"", Collections.nCopies(40, "https://example.com/a.png"));
    refused(400, "TOO_MANY_IMAGES", "image_urls", () -> studio("x", "[\"" + forty + "\"]", null));
    refused(400, "BAD_VALUE", "image_urls[0]", () -> studio("night", "[null]", null));
    refused(400, "BAD_VALUE", "image_urls", () -> studio("night", "\"one\"", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/a.png",
        "https://localhost/a.png",
        "http://[::1]/a.png",
        "http://2130706433/a.png",
        "http://0x7f.1/a.png"
      })
  void anAddressThatIsNotPublicIsRefused(String url) {
    refused(
        400, "BAD_URL", "image_urls[0]", () -> studio("night", "[\"%s\"]".formatted(url), null));
  }

  @ParameterizedTest
  @CsvSource({
    "'data:image/png;base64,!', 400, BAD_DATA_URL",
    "'data:image/png;base64,aGVsbG8=', 415, NOT_A_PICTURE"
  })
  void aDataUrlWithoutAPictureIsRefused(String url, int status, String code) {
    refused(status, code, "image_urls[0]", () -> studio("x", "[\"%s\"]".formatted(url), null));
  }

  private static Response studio(String prompt, String urls, @Nullable String key) {
    String keys = key == null ? "[]" : "[\"%s\"]".formatted(key);
    return post(
        StudioResource.PATH,
        "{\"prompt\":\"%s\",\"image_urls\":%s,\"image_keys\":%s}".formatted(prompt, urls, keys));
  }
}
