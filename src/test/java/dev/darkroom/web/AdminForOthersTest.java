package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.TestEmulator;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator does to another's job is done in that user's name. */
@QuarkusTest
@TestProfile(SignedInTest.WithProvider.class)
class AdminForOthersTest extends SignedInTest {
  private static final String USER = "uma@example.com";
  private static final String OPERATOR = "otto@example.com";

  @Inject TestEmulator emulator;

  @AfterEach
  void calm() {
    emulator.cruelty().clear();
  }

  private String operator() {
    return token(OPERATOR, Map.of("groups", List.of("darkroom-admins")));
  }

  private Job hanging() {
    credits.grant(USER, 100, "Test", UUID.randomUUID().toString(), Instant.now());
    String key =
        as(token(USER))
            .multiPart("file", "a.png", Photos.png(64, 48))
            .post("/api/storage/upload")
            .path("key");
    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String id =
        as(token(USER))
            .contentType(ContentType.JSON)
            .body("{\"r2_key\":\"%s\"}".formatted(key))
            .post("/api/tools/upscale")
            .path("jobId");
    return ServerTest.await()
        .until(() -> jobs.find(USER, id).orElseThrow(), job -> job.phase() == Phase.RUNNING);
  }

  private Job ended(String id) {
    return ServerTest.await()
        .until(() -> jobs.find(USER, id).orElseThrow(), job -> job.phase().terminal());
  }

  @Test
  void anotherJobIsCancelledAndRetriedForItsUser() {
    Job job = hanging();
    String path = "/api/admin/jobs/" + job.id();
    assertEquals("cancelling", as(operator()).post(path + "/cancel").path("outcome"));
    assertEquals(Phase.CANCELLED, ended(job.id()).phase());
    long before = credits.account(USER).available();

    Response again = as(operator()).header("Idempotency-Key", "k").post(path + "/retry");
    assertEquals(202, again.statusCode(), again.asString());
    String next = again.path("jobId");
    assertEquals(
        List.of("/api/admin/jobs/" + next),
        again.headers().getValues("Location").stream()
            .map(each -> each.replaceFirst("^https?://[^/]+", ""))
            .toList());
    Response replayed = as(operator()).header("Idempotency-Key", "k").post(path + "/retry");
    assertEquals(next, replayed.path("jobId"));
    // The key is the operator's own, and still free for the user.
    Response own =
        as(token(USER))
            .header("Idempotency-Key", "k")
            .post("/api/jobs/%s/retry".formatted(job.id()));
    assertEquals(202, own.statusCode(), own.asString());
    assertTrue(!next.equals(own.path("jobId")));
    assertEquals(Phase.COMPLETED, ended(next).phase());
    assertEquals(Phase.COMPLETED, ended(own.path("jobId")).phase());
    assertEquals(before - 2, credits.account(USER).available());
    assertEquals(0, credits.account(OPERATOR).balance());
  }

  @Test
  void anotherJobIsReleasedByAnOperatorAndByNobodyElse() {
    Job job = hanging();
    String release = "/api/admin/jobs/%s/release".formatted(job.id());
    assertEquals(403, as(token(USER)).post(release).statusCode());
    assertEquals(401, given().post(release).statusCode());
    assertEquals(Phase.RUNNING, jobs.find(USER, job.id()).orElseThrow().phase());
    assertEquals("released", as(operator()).post(release).path("outcome"));
    assertEquals(Phase.FAILED, ended(job.id()).phase());
    assertEquals(0, credits.account(USER).held());
  }
}
