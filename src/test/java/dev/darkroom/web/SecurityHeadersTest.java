package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told, by a server that is reached by TLS and whose scripts an app may use. */
@QuarkusTest
@QuarkusTestResource(FreshServer.class)
@TestProfile(BehindTls.class)
class SecurityHeadersTest {
  private static final String APP = BehindTls.APP;
  private static final String PHOTOS = BehindTls.PHOTOS;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/api/jobs",
        "/api/nothing",
        "/nothing",
        "/q/health",
        "/q/openapi"
      })
  void allAnswersAreGuarded(String path) {
    Response answer = given().get(path);
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    assertEquals("DENY", answer.header("X-Frame-Options"));
    assertEquals("max-age=31536000", answer.header("Strict-Transport-Security"));
    assertEquals("same-origin", answer.header("Referrer-Policy"));
    String policy = answer.header("Content-Security-Policy");
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertEquals(1, answer.headers().getValues("Content-Security-Policy").size());
  }

  @Test
  void thePageRunsOnlyItsOwnScripts() {
    Response page = given().get("/");
    assertEquals("no-cache", page.header("Cache-Control"));
    assertEquals(
        page.header("Content-Security-Policy"),
        given().get("/index.html").header("Content-Security-Policy"));
    String policy = page.header("Content-Security-Policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertFalse(page.asString().matches("(?s).*<script[^>]*>[^<].*"), page.asString());
    assertFalse(page.asString().matches("(?s).*\\son[a-z]+=.*"), page.asString());
  }

  @Test
  void answersAreKeptNowhere() {
    assertEquals("no-store", given().get("/api/jobs").header("Cache-Control"));
  }

  @Test
  void filesOfThePageAreKeptForAsLongAsTheirNamesHold() {
    Matcher bundled =
        Pattern.compile("/static/bundle/[^\"']+").matcher(given().get("/").asString());
    assertTrue(bundled.find());
    do {
      assertEquals("public, immutable, max-age=31536000", kept(bundled.group()));
    } while (bundled.find());
    for (String plain : List.of("/favicon.svg", "/samples/coast.jpg", "/samples/small-coast.jpg")) {
      assertEquals("public, max-age=3600", kept(plain));
    }
  }

  private static String kept(String path) {
    Response file = given().get(path);
    assertEquals(200, file.statusCode(), path);
    return file.header("Cache-Control");
  }

  private static Response preflight(String origin) {
    return given()
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,content-type,idempotency-key")
        .options("/api/tools/upscale");
  }

  @ParameterizedTest
  @ValueSource(strings = {APP, "http://localhost:3000"})
  void namedOriginsMayAskWithTokensAndWithoutCookies(String origin) {
    Response preflight = preflight(origin);
    assertEquals(2, preflight.statusCode() / 100);
    assertEquals(origin, preflight.header("Access-Control-Allow-Origin"));
    assertTrue(preflight.header("Access-Control-Allow-Headers").contains("authorization"));
    assertTrue(preflight.header("Access-Control-Allow-Methods").contains("POST"));
    assertNull(preflight.header("Access-Control-Allow-Credentials"));

    Response asked = from(origin).header("Authorization", "Bearer dr_x").get("/api/jobs");
    assertEquals(401, asked.statusCode());
    assertEquals(List.of(origin), asked.headers().getValues("Access-Control-Allow-Origin"));
    assertTrue(asked.header("Vary").toLowerCase(Locale.ROOT).contains("origin"));
    assertEquals(401, change(from(origin).header("Authorization", "Bearer dr_x")).statusCode());
  }

  /** What a browser adds by itself, a session or that it is on this machine, is lent to no site. */
  @Test
  void namedOriginsWithoutATokenAreAsAnyOther() {
    assertNull(from(APP).get("/api/jobs").header("Access-Control-Allow-Origin"));
    Response changed = change(from(APP).header("Cookie", "q_session=x"));
    assertEquals(403, changed.statusCode());
    assertEquals("ORIGIN_NOT_ALLOWED", changed.path("code"));
  }

  private static RequestSpecification from(String origin) {
    return given().header("Origin", origin);
  }

  private static Response change(RequestSpecification request) {
    return request.contentType("application/json").post("/api/tools/upscale");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://app.example.evil.example",
        "http://app.example",
        "https://app.example:444",
        "null",
        "http://localhost:3001",
        "HTTPS://APP.EXAMPLE"
      })
  void othersMayNot(String origin) {
    assertNull(preflight(origin).header("Access-Control-Allow-Origin"));
    Response read = given().header("Origin", origin).get("/api/jobs");
    assertNull(read.header("Access-Control-Allow-Origin"));
    Response changed =
        given().header("Origin", origin).contentType("application/json").post("/api/tools/upscale");
    assertEquals(403, changed.statusCode());
    assertEquals("ORIGIN_NOT_ALLOWED", changed.path("code"));
    assertNull(changed.header("Access-Control-Allow-Origin"));
  }

  @Test
  void ourPageMay() {
    assertEquals(
        401,
        given()
            .header("Origin", PHOTOS)
            .contentType("application/json")
            .post("/api/tools/upscale")
            .statusCode());
  }
}
