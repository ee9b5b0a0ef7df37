package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are brought to an address that was asked for before. */
@QuarkusTest
class PresignTest extends ServerTest {
  private static final byte[] PHOTO = Photos.png(40, 30);
  private static final String PNG = "image/png";

  @Test
  void aFileIsBroughtAndUsed() {
    Response ticket = presign("cars/2026", "My car.png", PNG, PHOTO.length);

    assertEquals(200, ticket.statusCode(), ticket.asString());
    String key = ticket.path("key");
    assertTrue(key.matches("users/[^/]+/cars/2026/put-[0-9a-f-]{36}-My-car[.]png"), key);
    assertEquals("PUT", ticket.path("method"));
    assertEquals(Map.of("Content-Type", PNG), ticket.path("headers"));
    assertTrue(Instant.parse(ticket.path("expiresAt")).isAfter(Instant.now()));
    assertEquals(404, file(key).statusCode());

    assertEquals(204, put(ticket.path("url"), PNG, PHOTO).statusCode());
    assertArrayEquals(PHOTO, file(key).asByteArray());
    picture(upscaled(key));
  }

  /** Its head was looked at when it came; a walk from part to part does not see this. */
  @Test
  void aFileThatCannotBeReadIsFoundOutWhenItIsUsed() {
    byte[] broken = PHOTO.clone();
    Arrays.fill(broken, 45, broken.length - 16, (byte) 7);
    Response ticket = presign("", "a.png", PNG, broken.length);
    assertEquals(204, put(ticket.path("url"), PNG, broken).statusCode());
    String used = "{\"r2_key\":\"%s\"}".formatted(ticket.<String>path("key"));
    refused(400, "PICTURE_BROKEN", "r2_key", () -> upscale(used));
  }

  /** What waits is what was looked at and priced. */
  @Test
  void aFileThatIsReplacedBeforeItsTurnIsNotWorkedOn() {
    byte[] larger = Photos.png(41, 31);
    assertEquals(PHOTO.length, larger.length);
    Response ticket = presign("", "a.png", PNG, PHOTO.length);
    assertEquals(204, put(ticket.path("url"), PNG, PHOTO).statusCode());
    Account before = credits.account(USER);
    // No try to reach the provider succeeds before the file is another.
    emulator.cruelty().next(Call.SUBMIT, 1000, new Way.Answers(503, "application/json", "{}"));
    String jobId = upscaled(ticket.path("key"));
    await().until(() -> jobs.find(USER, jobId).orElseThrow().state().cause() != null);
    assertEquals(204, put(ticket.path("url"), PNG, larger).statusCode());

    assertEquals(Phase.FAILED, ended(jobId).phase());
    assertEquals("SOURCE_CHANGED", given().get("/api/jobs/" + jobId).path("error.code"));
    assertEquals(before, credits.account(USER));
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, 415, UNSUPPORTED_FILE, contentType",
    "image/svg+xml, 415, UNSUPPORTED_FILE, contentType",
    "image/png; charset=x, 415, UNSUPPORTED_FILE, contentType",
    "image/gif, 415, UNSUPPORTED_FILE, contentType",
    "'', 400, PARAMETER_REQUIRED, contentType"
  })
  void onlyPicturesAndVideosMayCome(String type, int status, String code, String field) {
    refused(status, code, field, () -> presign("", "a.png", type, 9));
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, 0, 400, BAD_VALUE",
    "image/png, -5, 400, BAD_VALUE",
    "image/png, 52428801, 413, FILE_TOO_LARGE",
    "video/mp4, 524288001, 413, FILE_TOO_LARGE"
  })
  void onlyOfASizeThatIsTaken(String type, long size, int status, String code) {
    refused(status, code, "size", () -> presign("", "a.png", type, size));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/x", "a//b", "a%2fb", "a.b", "users/other"})
  void onlyIntoAFolderOfMine(String path) {
    if (path.equals("users/other")) {
      String key = presign(path, "a.png", PNG, 9).path("key");
      assertTrue(key.matches("users/you_localhost-[0-9a-f]{8}/users/other/.*"), key);
    } else {
      refused(400, "BAD_PATH", "path", () -> presign(path, "a.png", PNG, 9));
    }
  }

  @Test
  void whatIsAlteredByOneCharacterPermitsNothing() {
    String url = presign("", "a.png", PNG, PHOTO.length).path("url");
    char last = url.charAt(url.length() - 1);
    String altered = url.substring(0, url.length() - 1) + (last == '0' ? '1' : '0');
    for (String each :
        new String[] {
          altered,
          url.replace("a.png", "b.png"),
          url.replace("size=" + PHOTO.length, "size=" + (PHOTO.length + 1)),
          url.replaceFirst("expires=\\d+", "expires=99999999999"),
          url.replaceFirst("&signature=.*", ""),
          url.replaceFirst("[?].*", "")
        }) {
      refused(403, "BAD_SIGNATURE", "signature", () -> put(each, PNG, PHOTO));
    }
  }

  @Test
  void anAddressToReadPermitsNoPutAndTheOtherWayRound() {
    Response ticket = presign("", "a.png", PNG, PHOTO.length);
    String toPut = ticket.path("url");
    String toRead = upload("a.png", PHOTO).path("url");
    refused(
        403,
        "BAD_SIGNATURE",
        "signature",
        () -> put(toRead.replace("/file?", "/put?"), PNG, PHOTO));
    refused(
        403,
        "BAD_SIGNATURE",
        "signature",
        () -> given().urlEncodingEnabled(false).get(toPut.replace("/put?", "/file?")));
  }

  @Test
  void whatComesMustBeWhatWasSaid() {
    String url = presign("", "a.png", PNG, PHOTO.length).path("url");
    byte[] jpeg = new byte[PHOTO.length];
    System.arraycopy(Photos.jpeg(200, 200), 0, jpeg, 0, jpeg.length);
    byte[] script = "<script>".repeat(PHOTO.length).substring(0, PHOTO.length).getBytes(US_ASCII);
    refused(415, "UNSUPPORTED_FILE", "Content-Type", () -> put(url, PNG, jpeg));
    refused(415, "UNSUPPORTED_FILE", "Content-Type", () -> put(url, PNG, script));
    refused(415, "UNSUPPORTED_FILE", "Content-Type", () -> put(url, "text/html", PHOTO));
    refused(
        400,
        "BAD_LENGTH",
        "Content-Length",
        () -> put(url, PNG, Arrays.copyOf(PHOTO, PHOTO.length + 1)));
  }

  @Test
  void aBodyThatIsCutOffIsNoFile() throws IOException {
    Response ticket = presign("", "a.png", PNG, PHOTO.length);
    URI url = URI.create(ticket.path("url"));
    Footprint before = footprint();
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket
          .getOutputStream()
          .write(
              "PUT %s?%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                  .formatted(url.getRawPath(), url.getRawQuery(), PNG, PHOTO.length)
                  .getBytes(US_ASCII));
      socket.getOutputStream().write(PHOTO, 0, PHOTO.length / 2);
    }
    await().until(() -> footprint().equals(before));
    assertEquals(404, file(ticket.path("key")).statusCode());
  }

  private static Response presign(String path, String name, String type, long size) {
    return post(
        "/api/storage/presign",
        """
        {"path":"%s","filename":"%s","contentType":"%s","size":%d}"""
            .formatted(path, name, type, size));
  }

  private static Response put(String url, String type, byte[] file) {
    return given()
        .config(
            RestAssured.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
        .urlEncodingEnabled(false)
        .contentType(type)
        .body(file)
        .put(url);
  }

  private static Response file(String key) {
    return given().queryParam("key", key).get("/api/storage/file");
  }
}
