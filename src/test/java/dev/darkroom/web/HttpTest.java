package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manners of the whole server: what is not there, what is not taken, what it says of itself.
 */
@QuarkusTest
class HttpTest extends ServerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/nothing",
        "/api",
        "/nothing",
        "/api/tools",
        "/api/jobs/a/b",
        "/api/%2e%2e/x"
      })
  void unknownAddressesAreNotFound(String path) {
    refused(404, "NOT_FOUND", null, () -> given().urlEncodingEnabled(false).get(path));
  }

  @Test
  void methodsThatAreNotTakenAreNamedSo() {
    refused(405, "METHOD_NOT_ALLOWED", null, () -> given().delete("/api/jobs"));
    refused(405, "METHOD_NOT_ALLOWED", null, () -> given().get("/api/tools/upscale"));
    refused(405, "METHOD_NOT_ALLOWED", null, () -> given().post("/api/tools/status"));
    refused(405, "METHOD_NOT_ALLOWED", null, () -> given().put("/api/storage/file"));
  }

  @Test
  void formsThatAreNotSpokenAreRefused() {
    refused(406, "NOT_ACCEPTABLE", null, () -> given().accept("text/html").get("/api/jobs"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/jobs", "/api/credits", "/api/library", "/api/session", "/q/openapi"})
  void headAnswersWithoutABody(String path) {
    Response response = given().head(path);
    assertEquals(200, response.statusCode());
    assertEquals("", response.asString());
  }

  @Test
  void optionsNamesTheMethods() {
    Response response = given().options("/api/jobs");
    assertEquals(200, response.statusCode());
    assertTrue(response.header("Allow").contains("GET"));
    assertFalse(response.header("Allow").contains("DELETE"));
  }

  @Test
  void theSessionSaysWhoIsThere() {
    assertEquals(
        Map.of("user", USER, "admin", true, "mode", "local", "provider", "emulator"),
        given().get("/api/session").path("$"));
  }

  @Test
  void theServerIsHealthy() {
    Response response = given().get("/q/health");
    assertEquals(200, response.statusCode());
    assertEquals("UP", response.path("status"));
  }

  @Test
  void everyAddressIsDescribed() {
    Map<String, Object> paths = given().get("/q/openapi?format=json").path("paths");
    assertEquals(
        Set.of(
            "/api/admin/credits",
            "/api/admin/intake",
            "/api/admin/jobs",
            "/api/admin/jobs/{id}",
            "/api/admin/jobs/{id}/cancel",
            "/api/admin/jobs/{id}/release",
            "/api/admin/jobs/{id}/retry",
            "/api/admin/provider",
            "/api/admin/users",
            "/api/admin/users/{email}",
            "/api/credits",
            "/api/credits/transactions",
            "/api/events",
            "/api/jobs",
            "/api/jobs/{id}",
            "/api/jobs/{id}/cancel",
            "/api/jobs/{id}/events",
            "/api/jobs/{id}/deliveries",
            "/api/jobs/{id}/deliveries/redeliver",
            "/api/jobs/{id}/retry",
            "/api/library",
            "/api/session",
            "/api/storage",
            "/api/storage/file",
            "/api/storage/list",
            "/api/storage/presign",
            "/api/storage/preview",
            "/api/storage/put",
            "/api/storage/upload",
            "/api/storage/usage",
            "/api/storage/view",
            "/api/studio",
            "/api/templates",
            "/api/templates/generate",
            "/api/templates/video",
            "/api/templates/video/status",
            "/api/tokens",
            "/api/tokens/{id}",
            "/api/tools/video-upscale",
            "/api/tools/video-interpolate",
            "/api/templates/generate/status",
            "/api/templates/{slug}",
            "/api/tools/draw-to-edit",
            "/api/tools/rembg",
            "/api/tools/status",
            "/api/tools/upscale",
            "/api/webhooks/fal",
            "/api/webhooks/secret",
            "/sign-in"),
        paths.keySet());
  }
}
