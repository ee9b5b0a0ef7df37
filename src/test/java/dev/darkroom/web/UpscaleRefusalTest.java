package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.library.UserFolder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upscales that cannot be: each is refused in words, names its field, and costs nothing. */
@QuarkusTest
class UpscaleRefusalTest extends ServerTest {
  @Inject Blobs blobs;

  @Test
  void anUnknownKeyIsNotFound() {
    refused(404, "FILE_NOT_FOUND", "r2_key", () -> of("uploads/nothing.png"));
  }

  @Test
  void anothersKeyIsNotFound() throws IOException {
    String others = UserFolder.of("other@example.com").upload("theirs.png");
    blobs.put(BlobKey.of(others), Photos.png(64, 64));
    refused(404, "FILE_NOT_FOUND", "r2_key", () -> of(others));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x.png", "uploads/../x", "/etc/passwd", "a//b", ".hidden", "a b"})
  void aKeyThatIsNoneIsRefused(String key) {
    refused(400, "BAD_KEY", "r2_key", () -> of(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.99", "-2", "4.01", "9", "1e999", "-1e999", "\"NaN\""})
  void aFactorOutOfRangeIsRefused(String factor) {
    refused(400, "BAD_FACTOR", "upscale_factor", () -> byFactor(factor));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "\"abc\"", "true", "[2]", "{}", "\"\""})
  void aFactorThatIsNoNumberIsRefused(String factor) {
    refused(400, "BAD_VALUE", "upscale_factor", () -> byFactor(factor));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "0x2", "2.", "+2"})
  void aFactorThatIsNoJsonIsRefused(String factor) {
    refused(400, "BAD_JSON", null, () -> byFactor(factor));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "true", "[\"a\"]", "{\"a\":1}"})
  void aKeyThatIsNoTextIsRefused(String key) {
    refused(400, "BAD_VALUE", "r2_key", () -> upscale("{\"r2_key\":%s}".formatted(key)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"r2_key\":\"a\"}]",
        "\"text\"",
        "7",
        "{",
        "{\"r2_key\":",
        "{\"r2_key\":\"a\"} trailing",
        "{\"r2_key\":\"a\"}{\"r2_key\":\"b\"}",
        "{\"r2_key\":\"a\",\"r2_key\":\"b\"}",
        "not json"
      })
  void aBodyThatIsNoJsonObjectIsRefused(String body) {
    refused(400, "BAD_JSON", null, () -> upscale(body));
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    int depth = 100_000;
    String nested = "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    refused(400, "BAD_JSON", null, () -> unprinted(nested));
    refused(400, "BAD_JSON", null, () -> unprinted("[".repeat(depth)));
  }

  /** As bytes, since the client pretty-prints JSON in case a test fails. */
  private static Response unprinted(String json) {
    return given()
        .contentType(ContentType.JSON)
        .body(json.getBytes(StandardCharsets.UTF_8))
        .post("/api/tools/upscale");
  }

  @Test
  void noBodyIsRefused() {
    refused(
        400,
        "BODY_REQUIRED",
        null,
        () -> given().contentType(ContentType.JSON).post("/api/tools/upscale"));
    refused(400, "BODY_REQUIRED", null, () -> upscale("null"));
  }

  @Test
  void noSourceIsRefused() {
    refused(400, "SOURCE_REQUIRED", "r2_key", () -> upscale("{}"));
    refused(400, "SOURCE_REQUIRED", "r2_key", () -> upscale("{\"r2_key\":\"  \"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml", "image/png"})
  void anotherContentTypeIsRefused(String type) {
    refused(
        415,
        "UNSUPPORTED_MEDIA",
        null,
        () ->
            given()
                .header("Content-Type", type)
                .body("{}".getBytes(StandardCharsets.UTF_8))
                .post("/api/tools/upscale"));
  }

  @ParameterizedTest
  @CsvSource({
    "'data:image/png;base64,aGVsbG8=', 415, NOT_A_PICTURE",
    "'data:image/png;base64,@@@', 400, BAD_DATA_URL",
    "'data:image/png;base64,', 400, BAD_DATA_URL",
    "'data:image/png;base64,aGVsbG8=aGVsbG8=', 400, BAD_DATA_URL",
    "data:image/png, 400, BAD_DATA_URL"
  })
  void aDataAddressWithoutAPictureIsRefused(String url, int status, String code) {
    refused(status, code, "image_url", () -> byUrl(url));
  }

  @Test
  void aPictureOfOnePixelIsRefused() {
    String key = uploaded(Photos.png(1, 1));
    refused(400, "PICTURE_TOO_SMALL", "r2_key", () -> of(key));
  }

  @Test
  void theFieldThatBroughtThePictureIsNamedAndWhatItBroughtIsForgotten() {
    String data = Base64.getEncoder().encodeToString(Photos.png(1, 1));
    refused(400, "PICTURE_TOO_SMALL", "image_url", () -> byUrl("data:image/png;base64," + data));
  }

  @ParameterizedTest
  @CsvSource({"3840, 100", "100, 3840", "2160, 2160", "3830, 20", "4000, 3000"})
  void aPictureThatIsAsLargeAsItGetsIsRefused(int width, int height) {
    String key = uploaded(Photos.png(width, height));
    refused(400, "UPSCALE_AT_MAX", "r2_key", () -> of(key));
  }

  @Test
  void aPictureIsMadeLargerOnlyOnce() {
    String result = status(ended(upscaled(uploaded(Photos.png(64, 64)))).id()).path("key");
    refused(400, "ALREADY_UPSCALED", "r2_key", () -> of(result));
  }

  @Test
  void aCopyOfAResultUnderAnotherNameIsANewPicture() {
    String url = status(ended(upscaled(uploaded(Photos.png(64, 64)))).id()).path("url");
    String copy = uploaded(download(url));
    assertEquals(202, of(copy).statusCode());
  }

  private static Response of(String key) {
    return upscale("{\"r2_key\":\"%s\"}".formatted(key));
  }

  private static Response byUrl(String url) {
    return upscale("{\"image_url\":\"%s\"}".formatted(url));
  }

  private static Response byFactor(String factor) {
    return upscale("{\"r2_key\":\"uploads/a.png\",\"upscale_factor\":%s}".formatted(factor));
  }
}
