package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators see and do, over HTTP. */
@QuarkusTest
class AdminTest extends ServerTest {
  private final byte[] photo = Photos.png(64, 48);

  private static Response job(String id) {
    return given().get("/api/admin/jobs/" + id);
  }

  private static Response release(String id) {
    return given().post("/api/admin/jobs/%s/release".formatted(id));
  }

  private Job running() {
    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String id = upscaled(uploaded(photo));
    return await()
        .until(() -> jobs.find(USER, id).orElseThrow(), job -> job.phase() == Phase.RUNNING);
  }

  @Test
  void aJobIsToldWithAllThatIsKnownOfIt() {
    Job done = ended(upscaled(uploaded(photo)));
    Response story = job(done.id());
    assertEquals(200, story.statusCode(), story.asString());
    assertEquals(USER, story.path("user"));
    assertEquals("upscale", story.path("type"));
    assertEquals("completed", story.path("phase"));
    assertEquals("none", story.path("step"));
    assertEquals(done.state().log(), story.path("modelLog"));
    assertEquals(done.version(), story.<Integer>path("version").longValue());
    assertEquals(
        Map.of("submits", 1, "tries", 0, "breaks", 0, "lostAnswers", 0), story.path("attempts"));
    assertEquals(done.startBy(), Instant.parse(story.path("startBy")));
    assertEquals(done.state().endBy(), Instant.parse(story.path("endBy")));
    assertNull(story.path("lease"));
    assertNull(story.path("error"));
    assertEquals(List.of("fal-ai/clarity-upscaler"), story.path("models"));
    assertEquals(1, story.<Integer>path("credits.held"));
    assertEquals(1, story.<Integer>path("credits.charged"));
    assertEquals("charged", story.path("credits.hold"));
    assertEquals(-1, story.<Integer>path("credits.entry.delta"));
    assertEquals("admitted", story.path("events[0].kind"));
    assertEquals("completed", story.path("events[-1].kind"));
    assertEquals(done.input().path("source").asText(), story.path("input.source"));
    assertNull(story.path("input.calls"));
    // No address of the provider's, which may be all that is needed to read what is there.
    assertFalse(story.asString().contains("http"), story.asString());
    String request = Objects.requireNonNull(done.state().request()).requestId();
    assertEquals(done.id(), job(request).path("id"));
    assertEquals(story.asString(), job(request).asString());
  }

  @Test
  void aJobUnderWayIsToldWithItsHold() {
    Job job = running();
    Response story = job(job.id());
    assertEquals("open", story.path("credits.hold"));
    assertNull(story.path("credits.entry"));
    assertNotNull(story.path("requestId"));
    given().post("/api/admin/jobs/%s/cancel".formatted(job.id()));
    assertNotNull(job(job.id()).path("cancelAskedAt"));
    assertEquals(Phase.CANCELLED, ended(job.id()).phase());
  }

  @Test
  void aJobThatHangsIsReleasedAndCostsNothing() {
    long before = credits.account(USER).available();
    Job job = running();
    Response released = release(job.id());
    assertEquals(200, released.statusCode(), released.asString());
    assertEquals(
        Map.of("outcome", "released", "creditsReleased", 1, "providerAsked", true),
        released.path("$"));
    assertEquals(before, credits.account(USER).available());
    assertEquals("failed", status(job.id()).path("status"));
    assertEquals("RELEASED", status(job.id()).path("code"));
    assertPlainWords(status(job.id()).path("error"));
    assertEquals("RELEASED", job(job.id()).path("error.code"));
    assertEquals("released", job(job.id()).path("credits.hold"));
    refused(409, "JOB_ENDED", "id", () -> release(job.id()));
  }

  @Test
  void jobsAreFoundByTheirTrouble() {
    Job job = running();
    release(job.id());
    Response found =
        given()
            .queryParam("error", "RELEASED")
            .queryParam("status", "failed")
            .queryParam("user", "You@LocalHost")
            .get("/api/admin/jobs");
    assertEquals(job.id(), found.path("items[0].id"));
    assertEquals("RELEASED", found.path("items[0].error"));
    assertEquals(
        List.of(),
        given().queryParam("user", "nobody@example.org").get("/api/admin/jobs").path("items"));
  }

  @ParameterizedTest
  @CsvSource({
    "user=nobody, BAD_VALUE, user",
    "status=done, BAD_VALUE, status",
    "phase=ended, BAD_VALUE, phase",
    "limit=0, BAD_LIMIT, limit",
    "cursor=x, BAD_CURSOR, cursor"
  })
  void filtersThatMeanNothingAreRefused(String query, String code, String field) {
    refused(400, code, field, () -> given().get("/api/admin/jobs?" + query));
  }

  @Test
  void unknownJobsAndUsersAreNotThere() {
    refused(404, "JOB_NOT_FOUND", "id", () -> job("nothing"));
    for (String what : List.of("cancel", "retry", "release")) {
      refused(404, "JOB_NOT_FOUND", "id", () -> given().post("/api/admin/jobs/nothing/" + what));
    }
    refused(404, "USER_NOT_FOUND", "email", () -> given().get("/api/admin/users/no@example.org"));
    refused(400, "BAD_VALUE", "email", () -> given().get("/api/admin/users/nobody"));
    refused(
        400,
        "BAD_CURSOR",
        "cursor",
        () -> given().queryParam("cursor", "ü").get("/api/admin/users"));
    refused(400, "BAD_VALUE", "q", () -> given().queryParam("q", "a b").get("/api/admin/users"));
  }

  @Test
  void aUserIsToldWithTheNewestJobsAndLines() {
    Job done = ended(upscaled(uploaded(photo)));
    Response user = given().get("/api/admin/users/You@LocalHost");
    assertEquals(200, user.statusCode(), user.asString());
    assertEquals(USER, user.path("account.email"));
    assertEquals(
        credits.account(USER).balance(), user.<Integer>path("account.balance").longValue());
    assertEquals(0, user.<Integer>path("account.unfinished"));
    assertEquals("ultra", user.path("plan"));
    assertTrue(user.<Integer>path("usedBytes") > 0);
    assertEquals(done.id(), user.path("recentJobs[0].id"));
    assertEquals(done.id(), user.path("recentEntries[0].jobId"));
    assertTrue(user.<List<Object>>path("recentEntries").size() <= 10);
  }

  @Test
  void usersAreListedPageByPage() {
    String some = UUID.randomUUID().toString();
    for (String name : List.of("c", "a", "b")) {
      credits.grant(some + name + "@example.org", 5, "Test", "t", Instant.now());
    }
    Response first =
        given()
            .queryParam("q", some.toUpperCase(Locale.ROOT))
            .queryParam("limit", 2)
            .get("/api/admin/users");
    assertEquals(
        List.of(some + "a@example.org", some + "b@example.org"), first.path("items.email"));
    Response second =
        given()
            .queryParam("q", some)
            .queryParam("cursor", first.<String>path("nextCursor"))
            .get("/api/admin/users");
    assertEquals(List.of(some + "c@example.org"), second.path("items.email"));
    assertEquals(5, second.<Integer>path("items[0].available"));
    assertNull(second.path("nextCursor"));
  }

  private static Response grant(String user, long delta, String ref) {
    return post(
        "/api/admin/credits",
        "{\"email\":\"%s\",\"delta\":%d,\"reason\":\"Test\",\"ref\":\"%s\"}"
            .formatted(user, delta, ref));
  }

  @Test
  void grantsCountOnceAreBoundedByTheBalanceAndListed() {
    String user = UUID.randomUUID() + "@example.org";
    grant(user, 10, "first");
    assertEquals(true, grant(user, 10, "first").path("repeated"));
    refused(409, "NOT_COVERED", "delta", () -> grant(user, -11, "second"));
    assertEquals(7, grant(user, -3, "second").<Integer>path("balance"));
    Response newest =
        given().queryParam("user", user).queryParam("limit", 1).get("/api/admin/credits");
    assertEquals(List.of("second"), newest.path("items.ref"));
    assertEquals(List.of(-3), newest.path("items.delta"));
    Response older =
        given()
            .queryParam("user", user)
            .queryParam("cursor", newest.<String>path("nextCursor"))
            .get("/api/admin/credits");
    assertEquals(List.of("first"), older.path("items.ref"));
    assertNull(older.path("nextCursor"));
    // What jobs cost is in the statement, and was given by nobody.
    ended(upscaled(uploaded(photo)));
    List<String> given =
        given().queryParam("user", USER).get("/api/admin/credits").path("items.jobId");
    assertTrue(given.stream().allMatch(Objects::isNull), given::toString);
    refused(400, "PARAMETER_REQUIRED", "user", () -> given().get("/api/admin/credits"));
    refused(
        400, "BAD_CURSOR", "cursor", () -> given().get("/api/admin/credits?cursor=x&user=" + USER));
  }

  @Test
  void theProviderIsToldAsJobsHaveMetIt() {
    ended(upscaled(uploaded(photo)));
    Response well = given().get("/api/admin/provider");
    assertEquals(200, well.statusCode(), well.asString());
    assertEquals("well", well.path("state"));
    assertEquals(true, well.path("reachable"));
    assertEquals(false, well.path("lockedOut"));
    assertNotNull(well.path("lastSuccessAt"));
    assertEquals(40, well.<Integer>path("inFlightMax"));
    assertEquals(0, well.<Integer>path("waiting"));
    assertNull(well.path("oldestWaitingSeconds"));

    emulator.cruelty().next(Call.SUBMIT, 1000, Way.json(401, "no such key"));
    String id = upscaled(uploaded(photo));
    Response locked =
        await()
            .until(
                () -> given().get("/api/admin/provider"),
                answer -> answer.path("lockedOut").equals(true));
    assertEquals("locked_out", locked.path("state"));
    assertEquals(true, locked.path("reachable"));
    assertTrue(locked.<Integer>path("failures.unauthorized") >= 1);
    assertTrue(locked.<String>path("lastFailure").contains("401"));
    await().until(() -> "PROVIDER_UNAVAILABLE".equals(job(id).path("error.code")));
    emulator.cruelty().clear();
    assertEquals(Phase.COMPLETED, ended(id).phase());
    assertEquals(false, given().get("/api/admin/provider").path("lockedOut"));
  }

  @Test
  void aProviderThatIsAwayIsNotReachable() {
    emulator.cruelty().next(Call.SUBMIT, 1000, Way.json(503, "away"));
    String id = upscaled(uploaded(photo));
    Response away =
        await()
            .until(
                () -> given().get("/api/admin/provider"),
                answer -> answer.path("state").equals("troubled"));
    assertEquals(false, away.path("reachable"));
    assertEquals(false, away.path("lockedOut"));
    emulator.cruelty().clear();
    assertEquals(Phase.COMPLETED, ended(id).phase());
    assertEquals(true, given().get("/api/admin/provider").path("reachable"));
  }
}
