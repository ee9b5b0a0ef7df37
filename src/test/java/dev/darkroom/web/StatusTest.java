package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.Terms;
import dev.darkroom.library.UserFolder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What clients that ask are told, while all goes well and while it does not. */
@QuarkusTest
class StatusTest extends ServerTest {
  private static final double ALWAYS = 1.0;

  @Inject Blobs blobs;

  @Test
  void aJobInTheQueueIsPendingWithItsPosition() {
    emulator.cruelty().sometimes(Call.STATUS, ALWAYS, 1, new Way.BackInQueue(3));
    String id = upscaled(uploaded(Photos.png(64, 48)));

    Response response =
        await().until(() -> status(id), r -> Integer.valueOf(3).equals(r.path("queuePosition")));

    assertEquals(200, response.statusCode());
    assertEquals(
        Set.of("status", "message", "queuePosition", "progress", "tool_type"),
        response.jsonPath().getMap("$").keySet());
    assertEquals("pending", response.path("status"));
    assertEquals("Waiting in the queue.", response.path("message"));
    assertEquals("upscale", response.path("tool_type"));
  }

  @Test
  void aJobBeingMadeIsProcessing() {
    emulator.cruelty().sometimes(Call.RESULT, ALWAYS, 1, Way.stillInProgress());
    String id = upscaled(uploaded(Photos.png(64, 48)));

    Response response = await().until(() -> status(id), r -> "processing".equals(r.path("status")));

    assertEquals(
        Set.of("status", "message", "progress", "tool_type"),
        response.jsonPath().getMap("$").keySet());
    assertPlainWords(response.path("message"));
  }

  @Test
  void aCompletedJobTellsWhereItsResultIs() {
    String id = upscaled(uploaded(Photos.png(64, 48)));
    ended(id);

    Response response = status(id);

    assertEquals(
        Set.of("status", "url", "key", "credits", "tool_type"),
        response.jsonPath().getMap("$").keySet());
    assertEquals("completed", response.path("status"));
    assertEquals(1, response.<Integer>path("credits"));
    assertEquals("upscale", response.path("tool_type"));
    assertTrue(response.<String>path("key").contains("/library/upscale-" + id));
    assertEquals(128, Photos.decode(download(response.path("url"))).getWidth());
  }

  @Test
  void askingOnlyReads() {
    Job done = ended(upscaled(uploaded(Photos.png(64, 48))));
    Footprint before = footprint();
    long calls = emulator.calls();
    for (String path :
        List.of(
            "/api/tools/status?jobId=",
            "/api/templates/generate/status?jobId=",
            "/api/templates/video/status?jobId=",
            "/api/jobs/")) {
      given().get(path + done.id()).then().statusCode(200);
    }
    given().get("/api/jobs").then().statusCode(200);

    assertUntouched(before);
    assertEquals(calls, emulator.calls());
    assertEquals(done, jobs.find(USER, done.id()).orElseThrow());
  }

  @Test
  void theProvidersRequestIdIsTakenToo() {
    var request = ended(upscaled(uploaded(Photos.png(64, 48)))).state().request();
    assertNotNull(request);
    assertEquals("completed", status(request.requestId()).path("status"));
  }

  @Test
  void aRefusedJobFailsInPlainWordsAndCostsNothing() {
    emulator
        .cruelty()
        .next(
            Call.SUBMIT,
            1,
            Way.modelRefusal("content_policy_violation", "fal-ai/clarity says: flagged"));
    assertFails("REFUSED");
  }

  @Test
  void aModelThatBreaksFailsInPlainWordsAndCostsNothing() {
    emulator.cruelty().next(Call.SUBMIT, 1, Way.infrastructure(503, "runner_disconnected"));
    assertFails("PROCESSING_FAILED");
  }

  @Test
  void aResultOfTheWrongTypeFailsAndCostsNothing() {
    emulator.cruelty().next(Call.FILE, 4, Way.textInsteadOfImage());
    assertFails("RESULT_UNREADABLE");
  }

  @Test
  void aResultThatIsGoneFailsAndCostsNothing() {
    emulator.cruelty().next(Call.FILE, 4, new Way.Answers(410, "text/plain", "gone"));
    assertFails("RESULT_NOT_FETCHED");
  }

  @Test
  void aPaidResultIsNotLostToSomethingBetweenThatRefusesItOnce() {
    emulator.cruelty().next(Call.FILE, 1, new Way.Answers(400, "text/plain", "bad request"));
    String id = upscaled(uploaded(Photos.png(64, 48)));
    assertEquals(Phase.COMPLETED, ended(id).phase());
  }

  @Test
  void aResultThatIsNoJsonFailsOrIsAskedForAgain() {
    emulator.cruelty().next(Call.RESULT, 1, new Way.Answers(200, "application/json", "<html>"));
    String id = upscaled(uploaded(Photos.png(64, 48)));
    assertTrue(ended(id).phase().terminal());
    assertEquals(0, credits.account(USER).held());
  }

  /** Nothing is charged or stored, and the words are the same wherever they are read. */
  private void assertFails(String code) {
    String key = uploaded(Photos.png(64, 48));
    Footprint before = footprint();

    String id = upscaled(key);
    assertEquals(Phase.FAILED, ended(id).phase());

    Response response = status(id);
    assertEquals(200, response.statusCode());
    assertEquals(
        Set.of("status", "error", "code", "tool_type"), response.jsonPath().getMap("$").keySet());
    assertEquals("failed", response.path("status"));
    assertEquals(code, response.path("code"));
    assertPlainWords(response.path("error"));
    Response job = given().get("/api/jobs/" + id);
    assertEquals(code, job.path("error.code"));
    assertEquals(response.<String>path("error"), job.path("error.message"));
    for (String line : job.<java.util.List<String>>path("events.message")) {
      assertPlainWords(line);
    }
    assertEquals(before.account(), footprint().account());
    assertEquals(before.files(), footprint().files());
  }

  @Test
  void aResultThatDoesNotDownloadIsFetchedAgainAndPaidOnce() {
    emulator.cruelty().next(Call.FILE, 2, new Way.CutMidway());
    assertPaidOnce();
  }

  @Test
  void aBusyProviderIsAskedAgainAndPaidOnce() {
    emulator.cruelty().next(Call.SUBMIT, 2, Way.json(503, "no capacity"));
    assertPaidOnce();
  }

  private void assertPaidOnce() {
    long before = credits.account(USER).balance();
    int accepted = emulator.accepted();
    assertEquals(Phase.COMPLETED, ended(upscaled(uploaded(Photos.png(64, 48)))).phase());
    assertEquals(before - 1, credits.account(USER).balance());
    assertEquals(accepted + 1, emulator.accepted());
  }

  @Test
  void anUnknownJobIsNotFound() {
    refused(404, "JOB_NOT_FOUND", "jobId", () -> status("01a20af1-09ca-70d9-a6bd-f3498ff7d7b8"));
    refused(404, "JOB_NOT_FOUND", "jobId", () -> status("../jobs"));
  }

  @Test
  void aMissingJobIdIsRefused() {
    refused(400, "PARAMETER_REQUIRED", "jobId", () -> given().get("/api/tools/status"));
    refused(400, "PARAMETER_REQUIRED", "jobId", () -> status(""));
  }

  @Test
  void anothersJobIsNotFound() throws IOException {
    String other = "other@example.com";
    String key = UserFolder.of(other).upload("theirs.png");
    blobs.put(BlobKey.of(key), Photos.png(64, 48));
    credits.grant(other, 10, "Welcome", "welcome", Instant.now());
    var input =
        JsonNodeFactory.instance
            .objectNode()
            .put("source", key)
            .put("width", 64)
            .put("height", 48)
            .put("factor", 2);
    Draft draft =
        new Draft(other, "upscale", input, 1, Duration.ofMinutes(1), new Terms.Order(null));
    String id = ((Admission.Admitted) jobs.submit(draft)).job().id();
    await().until(() -> jobs.find(other, id).orElseThrow().phase().terminal());

    refused(404, "JOB_NOT_FOUND", "jobId", () -> status(id));
    refused(404, "JOB_NOT_FOUND", "jobId", () -> given().get("/api/jobs/" + id));
    assertFalse(given().get("/api/jobs?limit=100").asString().contains(id));
    assertFalse(given().get("/api/library?limit=100").asString().contains(id));
  }
}
