package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door that an operator closes, over HTTP. */
@QuarkusTest
class IntakeTest extends ServerTest {
  private static final String PATH = "/api/admin/intake";
  private static final String BODY = "{\"r2_key\":\"%s\"}";
  private String key = "";

  @BeforeEach
  void bring() {
    key = uploaded(Photos.png(64, 48));
  }

  private static Response set(String json) {
    return post(PATH, json);
  }

  private static void close(String json) {
    assertEquals(200, set(json).statusCode());
  }

  @AfterEach
  void open() {
    close("{\"open\":true}");
  }

  @Test
  void submitsAreToldToComeAgainAndNothingIsStored() {
    close("{\"open\":false,\"words\":\"We move house until noon.\"}");
    Response told = refused(503, "INTAKE_PAUSED", null, () -> upscale(BODY.formatted(key)));
    assertEquals("We move house until noon.", told.path("error"));
    assertEquals("60", told.header("Retry-After"));
    refused(503, "INTAKE_PAUSED", null, () -> post("/api/tools/rembg", BODY.formatted(key)));
    refused(
        503,
        "INTAKE_PAUSED",
        null,
        () ->
            given()
                .multiPart("startImage", "a.png", Photos.png(64, 48))
                .multiPart("data", "{\"prompt\":\"pan left\"}")
                .post(AnimateResource.PATH));
    // A request that could never be done is told so all the same.
    refused(404, "FILE_NOT_FOUND", "r2_key", () -> upscale(BODY.formatted("uploads/none.png")));

    close("{\"open\":false}");
    Response usual = refused(503, "INTAKE_PAUSED", null, () -> upscale(BODY.formatted(key)));
    assertEquals("No new jobs are taken right now. Try again later.", usual.path("error"));
    open();
    ended(upscaled(key));
  }

  @Test
  void whatWasTakenGoesOnAndIsAnsweredAsBefore() {
    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String cancelled = upscaled(key);
    given().post("/api/jobs/%s/cancel".formatted(cancelled));
    assertEquals(Phase.CANCELLED, ended(cancelled).phase());
    emulator.cruelty().clear();
    emulator.cruelty().sometimes(Call.STATUS, 1, 1, new Way.BackInQueue(0));
    String id = accepted(keyed("taken"));
    await().until(() -> jobs.find(USER, id).orElseThrow().phase() == Phase.QUEUED);
    close("{\"open\":false}");

    Response replayed = keyed("taken");
    assertEquals(id, accepted(replayed));
    assertEquals("true", replayed.header("Idempotency-Replayed"));
    Response quote = post("/api/tools/upscale?quote=true", BODY.formatted(key));
    assertEquals(200, quote.statusCode(), quote.asString());
    assertTrue(quote.<Boolean>path("affordable"));
    refused(
        503, "INTAKE_PAUSED", null, () -> given().post("/api/jobs/%s/retry".formatted(cancelled)));
    emulator.cruelty().clear();
    assertEquals(Phase.COMPLETED, ended(id).phase());
  }

  private Response keyed(String idempotencyKey) {
    return given()
        .header("Idempotency-Key", idempotencyKey + key)
        .contentType("application/json")
        .body(BODY.formatted(key))
        .post("/api/tools/upscale");
  }

  @Test
  void whoClosedItAndWhenIsTold() {
    Instant before = Instant.now().minusSeconds(1);
    Response closed = set("{\"open\":false,\"words\":\" \"}");
    assertEquals(closed.asString(), given().get(PATH).asString());
    assertEquals(false, closed.path("open"));
    assertNull(closed.path("words"));
    assertEquals(USER, closed.path("changedBy"));
    assertTrue(Instant.parse(closed.path("changedAt")).isAfter(before));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"open\":null,\"words\":\"a\"}"})
  void aWishThatDoesNotSayWhatIsRefused(String json) {
    refused(400, "BAD_VALUE", "open", () -> set(json));
  }

  @Test
  void wordsThatNobodyCanReadAreRefused() {
    String words = "x".repeat(301);
    refused(
        400, "BAD_VALUE", "words", () -> set("{\"open\":false,\"words\":\"%s\"}".formatted(words)));
    refused(400, "BAD_VALUE", "words", () -> set("{\"open\":false,\"words\":\"a\\u0000b\"}"));
    refused(400, "BAD_VALUE", "open", () -> set("{\"open\":[1]}"));
    refused(400, "BODY_REQUIRED", null, () -> given().contentType("application/json").post(PATH));
    assertEquals(true, given().get(PATH).path("open"));
  }
}
