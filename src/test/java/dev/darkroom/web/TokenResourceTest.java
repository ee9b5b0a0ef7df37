package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of machines, by HTTP. */
@QuarkusTest
class TokenResourceTest extends ServerTest {

  @AfterEach
  void leaveNone() {
    given()
        .get("/api/tokens")
        .<List<String>>path("items.id")
        .forEach(id -> given().delete("/api/tokens/" + id));
  }

  private static Response create(String scopes) {
    return post("/api/tokens", "{\"name\":\"build\",\"scopes\":[%s]}".formatted(scopes));
  }

  private static Response with(String token, String path) {
    return given().header("Authorization", "Bearer " + token).get(path);
  }

  @Test
  void aTokenIsShownOnceAndActsForItsUser() {
    Response made = create("\"jobs\",\"files\"");
    assertEquals(201, made.statusCode(), made.asString());
    String token = made.path("token");
    assertTrue(token.matches("dr_[A-Za-z0-9_-]{43}"), token);

    assertEquals(200, with(token, "/api/jobs").statusCode());
    assertEquals(USER, with(token, "/api/session").path("user"));
    assertFalse(with(token, "/api/session").<Boolean>path("admin"));
    Response listed = given().get("/api/tokens");
    assertEquals(List.of("build"), listed.path("items.name"));
    assertEquals(List.of(List.of("files", "jobs")), listed.path("items.scopes"));
    assertNull(listed.path("items[0].token"));
    assertFalse(listed.asString().contains(token.substring(3)));
    await().until(() -> given().get("/api/tokens").path("items[0].lastUsedAt") != null);
  }

  @Test
  void itsTextIsWrittenNowhere() throws IOException {
    byte[] token = create("\"jobs\"").<String>path("token").getBytes(StandardCharsets.US_ASCII);
    try (Stream<Path> all = Files.walk(data)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(new String(token, StandardCharsets.US_ASCII)), file::toString);
      }
    }
  }

  @Test
  void afterItsEndItIsNobodys() {
    Response made = create("\"jobs\"");
    String token = made.path("token");
    assertEquals(204, given().delete("/api/tokens/" + made.path("id")).statusCode());
    refused(401, "BAD_TOKEN", null, () -> with(token, "/api/jobs"));
    refused(404, "TOKEN_NOT_FOUND", "id", () -> given().delete("/api/tokens/" + made.path("id")));
  }

  @ParameterizedTest
  @CsvSource({
    "jobs, /api/storage/list",
    "jobs, /api/tokens",
    "files, /api/jobs",
    "files, /api/tokens",
    "admin, /api/jobs",
    "admin, /api/storage/list",
    "admin, /api/tokens"
  })
  void itDoesNotDoWhatItIsNotFor(String scope, String path) {
    String token = create("\"%s\"".formatted(scope)).path("token");
    refused(403, "NOT_ALLOWED", null, () -> with(token, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer dr_",
        "Bearer dr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "bearer dr_x",
        "Bearer x",
        "Basic eW91OnlvdQ==",
        "Bearer ",
        "nonsense"
      })
  void whoShowsWhatIsNoTokenIsNotTakenForWhoIsHere(String shown) {
    Response answer =
        refused(
            401, "BAD_TOKEN", null, () -> given().header("Authorization", shown).get("/api/jobs"));
    assertEquals("Bearer", answer.header("WWW-Authenticate"));
  }

  @Test
  void theSchemeMayBeWrittenSmall() {
    String token = create("\"jobs\"").path("token");
    assertEquals(
        200, given().header("Authorization", "bearer " + token).get("/api/jobs").statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | BODY_REQUIRED |",
        "{} | PARAMETER_REQUIRED | name",
        "{\"name\":\" \",\"scopes\":[\"jobs\"]} | PARAMETER_REQUIRED | name",
        "{\"name\":\"a\"} | BAD_VALUE | scopes",
        "{\"name\":\"a\",\"scopes\":[]} | BAD_VALUE | scopes",
        "{\"name\":\"a\",\"scopes\":[\"all\"]} | BAD_VALUE | scopes",
        "{\"name\":\"a\",\"scopes\":[null]} | BAD_VALUE | scopes[0]",
        "{\"name\":\"a\",\"scopes\":\"jobs\"} | BAD_VALUE | scopes",
      })
  void whatIsNotAsItMustBeIsNamed(String body, String code, String field) {
    refused(400, code, field, () -> post("/api/tokens", body));
  }

  @Test
  void aUserHasFiftyAtMost() {
    for (int i = 0; i < 50; i++) {
      assertEquals(201, create("\"jobs\"").statusCode());
    }
    refused(409, "TOO_MANY_TOKENS", null, () -> create("\"jobs\""));
  }
}
