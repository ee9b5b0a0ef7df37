package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A user of the plan base, on a server where that means a few files. */
@QuarkusTest
@TestProfile(StorageFullTest.Small.class)
class StorageFullTest extends ServerTest {
  private static final int LIMIT = 200_000;

  /** Settings of this test. */
  public static final class Small implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("darkroom.storage.plan", "base", "darkroom.storage.base-bytes-max", "" + LIMIT);
    }
  }

  @Test
  void whoHasNoRoomIsToldHowMuchThereIs() throws IOException {
    String key = uploaded(Photos.png(20, 20));
    picture(upscaled(key));
    int used = given().get("/api/storage/usage").path("used");
    assertTrue(used > 0);
    assertEquals("base", given().get("/api/storage/usage").path("plan"));

    Response presigned = refused(413, "STORAGE_FULL", "size", () -> presign(LIMIT - used + 1));
    assertEquals(used, presigned.<Integer>path("used"));
    assertEquals(LIMIT, presigned.<Integer>path("limit"));
    assertEquals(LIMIT - used, presigned.<Integer>path("remaining"));

    String answer = announce(LIMIT - used + BodyLimits.FORM_BYTES + 1000);
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    assertTrue(answer.contains("STORAGE_FULL"), answer);
    byte[] tooMuch = Arrays.copyOf(Photos.png(20, 20), LIMIT);
    refused(413, "STORAGE_FULL", "file", () -> upload("a.png", tooMuch));

    // What is paid for is stored all the same, and room that is made counts at once.
    assertEquals(204, given().queryParam("key", key).delete("/api/storage").statusCode());
    assertEquals(
        given().get("/api/library").<List<Integer>>path("items.size"),
        List.of(given().get("/api/storage/usage").<Integer>path("used")));
    // What may be put by an address counts, however often something is deleted meanwhile.
    int room = given().get("/api/storage/usage").<Integer>path("remaining") - 1000;
    assertEquals(200, presign(room).statusCode());
    assertEquals(
        204,
        given().queryParam("key", uploaded(Photos.png(9, 9))).delete("/api/storage").statusCode());
    refused(413, "STORAGE_FULL", "size", () -> presign(room));
  }

  private static Response presign(long size) {
    return post(
        "/api/storage/presign",
        """
        {"filename":"a","contentType":"image/png","size":%d}"""
            .formatted(size));
  }

  /** Not a byte of the body is sent. */
  private static String announce(long bytes) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              """
              POST /api/storage/upload HTTP/1.1\r
              Host: localhost\r
              Content-Type: multipart/form-data; boundary=edge\r
              Content-Length: %d\r
              \r
              """
                  .formatted(bytes)
                  .getBytes(US_ASCII));
      byte[] answer = new byte[2000];
      int count = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, count), US_ASCII);
    }
  }
}
