package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web sites that a browser on this machine shows are not its user. */
@QuarkusTest
class OriginGuardTest extends ServerTest {

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "[::2]"})
  void aNameThatIsNotOursIsRefused(String host) {
    refused(403, "HOST_NOT_ALLOWED", null, () -> given().header("Host", host).get("/api/credits"));
    refused(403, "HOST_NOT_ALLOWED", null, () -> given().header("Host", host).get("/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:1", "127.0.0.1:2", "[::1]:3"})
  void theNamesOfThisMachineAreOurs(String host) {
    assertEquals(200, given().header("Host", host).get("/api/credits").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "http://localhost.evil.example:8080", "null"})
  void anotherSiteCannotUpload(String origin) {
    refused(
        403,
        "ORIGIN_NOT_ALLOWED",
        null,
        () ->
            given()
                .header("Origin", origin)
                .multiPart("file", "a.png", Photos.png(64, 48))
                .post("/api/storage/upload"));
  }

  @Test
  void aCrossSiteRequestWithoutAnOriginIsRefusedToo() {
    refused(
        403,
        "ORIGIN_NOT_ALLOWED",
        null,
        () ->
            given()
                .header("Sec-Fetch-Site", "cross-site")
                .multiPart("file", "a.png", Photos.png(64, 48))
                .post("/api/storage/upload"));
  }

  @Test
  void ourOwnPageMayUpload() {
    assertEquals(
        201,
        given()
            .header("Origin", "http://localhost:8080")
            .header("Sec-Fetch-Site", "same-origin")
            .multiPart("file", "a.png", Photos.png(64, 48))
            .post("/api/storage/upload")
            .statusCode());
  }
}
