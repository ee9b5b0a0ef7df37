package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.web.HostileFiles.Hostile;
import dev.darkroom.web.HostileFiles.Polyglot;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one door for uploads, and {@link HostileFiles}. All doors at once are in HostileFilesIT. */
@QuarkusTest
class HostileUploadTest extends ServerTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.darkroom.web.HostileFiles#refused")
  void isRefusedAndTheServerStaysUp(Hostile hostile) {
    refused(hostile.status(), hostile.code(), "file", () -> upload(hostile.name(), hostile.file()));
    assertEquals(200, given().get("/q/health").statusCode());
  }

  /** What is a picture and something else is served as that picture, and never run. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.darkroom.web.HostileFiles#polyglots")
  void ofAPolyglotOnlyThePictureCounts(Polyglot polyglot) {
    Response stored = upload(polyglot.name(), polyglot.file());
    assertEquals(201, stored.statusCode(), stored.asString());
    assertEquals(polyglot.contentType(), stored.path("contentType"));
    Response served = given().urlEncodingEnabled(false).get(stored.<String>path("url"));
    assertEquals(polyglot.contentType(), served.contentType());
    assertEquals("nosniff", served.header("X-Content-Type-Options"));
    assertEquals("sandbox; default-src 'none'", served.header("Content-Security-Policy"));
  }
}
