package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Ending jobs and trying them again, over HTTP. */
@QuarkusTest
class CancelTest extends ServerTest {
  private final byte[] photo = Photos.png(64, 48);

  private static Response cancel(String jobId) {
    return given().post("/api/jobs/" + jobId + "/cancel");
  }

  private static Response retry(String jobId) {
    return given().post("/api/jobs/" + jobId + "/retry");
  }

  @Test
  void aRunningJobIsEndedAtTheProviderAndCostsNothing() {
    long before = credits.account(USER).available();
    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String id = upscaled(uploaded(photo));
    await().until(() -> jobs.find(USER, id).orElseThrow().phase() == Phase.RUNNING);
    Response asked = cancel(id);
    assertEquals(200, asked.statusCode(), asked.asString());
    assertEquals("cancelling", asked.path("outcome"));
    assertEquals(0, asked.<Integer>path("creditsReleased"));

    assertEquals(Phase.CANCELLED, ended(id).phase());
    assertEquals(before, credits.account(USER).available());
    // Old clients stop at this.
    assertEquals("failed", status(id).path("status"));
    assertEquals("CANCELLED", status(id).path("code"));
    Response story = given().get("/api/jobs/" + id);
    assertEquals("cancelled", story.path("phase"));
    assertEquals("CANCELLED", story.path("error.code"));
    assertEquals("cancelled", cancel(id).path("outcome"));
    assertEquals(1, cancel(id).<Integer>path("creditsReleased"));
  }

  @Test
  void aFinishedJobIsTooLateAndNotRetried() {
    String id = upscaled(uploaded(photo));
    ended(id);
    assertEquals("too_late", cancel(id).path("outcome"));
    refused(409, "NOT_FAILED", "id", () -> retry(id));
  }

  @Test
  void aCancelledJobIsTriedAgain() {
    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String id = upscaled(uploaded(photo));
    cancel(id);
    assertEquals(Phase.CANCELLED, ended(id).phase());
    Response quote = given().queryParam("quote", true).post("/api/jobs/" + id + "/retry");
    assertEquals(1, quote.<Integer>path("credits"));
    String again =
        accepted(given().header("Idempotency-Key", "again").post("/api/jobs/" + id + "/retry"));
    assertEquals(
        again,
        accepted(given().header("Idempotency-Key", "again").post("/api/jobs/" + id + "/retry")));
    picture(again);
  }

  @Test
  void unknownJobsAreNotThere() {
    refused(404, "JOB_NOT_FOUND", "jobId", () -> cancel("nothing"));
    refused(404, "JOB_NOT_FOUND", "jobId", () -> retry("nothing"));
  }
}
