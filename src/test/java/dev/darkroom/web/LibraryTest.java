package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.library.UserFolder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Results that are deleted. */
@QuarkusTest
class LibraryTest extends ServerTest {

  @Test
  void aDeletedResultIsGoneWithItsFileAndStaysPaid() {
    String id = upscaled(uploaded(Photos.png(64, 48)));
    ended(id);
    String key = status(id).path("key");
    String url = status(id).path("url");
    Path file = data.resolve("blobs").resolve(key);
    assertTrue(Files.exists(file));
    var account = credits.account(USER);

    assertEquals(204, delete(key).statusCode());

    assertFalse(Files.exists(file));
    assertEquals(404, given().urlEncodingEnabled(false).get(url).statusCode());
    List<String> left = given().get("/api/library?limit=100").path("items.key");
    assertFalse(left.contains(key));
    assertEquals("completed", status(id).path("status"));
    assertEquals(key, status(id).path("key"));
    assertNull(status(id).path("url"));
    Response job = given().get("/api/jobs/" + id);
    assertEquals(key, job.path("result.key"));
    assertNull(job.path("result.url"));
    assertEquals(account, credits.account(USER));
    refused(404, "FILE_NOT_FOUND", "key", () -> delete(key));
  }

  @Test
  void aKeyMayBeRelativeToTheUsersFolder() {
    String id = upscaled(uploaded(Photos.png(64, 48)));
    ended(id);
    String key = status(id).path("key");
    assertEquals(204, delete(key.replaceFirst("users/[^/]+/", "")).statusCode());
  }

  @Test
  void onlyResultsOfOnesOwnAreDeleted() {
    String upload = uploaded(Photos.png(64, 48));
    refused(404, "FILE_NOT_FOUND", "key", () -> delete(upload));
    String others = UserFolder.of("other@example.com").library("upscale-1.png");
    refused(404, "FILE_NOT_FOUND", "key", () -> delete(others));
    refused(400, "BAD_KEY", "key", () -> delete("../../etc/passwd"));
    refused(400, "PARAMETER_REQUIRED", "key", () -> given().delete("/api/library"));
  }

  @Test
  void resultsAreFilteredByWhatMadeThem() {
    ended(upscaled(uploaded(Photos.png(64, 48))));
    List<String> types = given().get("/api/library?type=upscale&limit=100").path("items.jobType");
    assertFalse(types.isEmpty());
    assertTrue(types.stream().allMatch("upscale"::equals));
    assertEquals(List.of(), given().get("/api/library?type=nothing").path("items"));
  }

  private static Response delete(String key) {
    return given().queryParam("key", key).delete("/api/library");
  }
}
