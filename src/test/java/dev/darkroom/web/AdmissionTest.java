package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.credits.Account;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.JobSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether a request that is right becomes a job: once, if it can be paid, in turn. */
@QuarkusTest
class AdmissionTest extends ServerTest {
  @Inject JobSettings settings;
  @Inject Blobs blobs;

  @Test
  void aRequestThatCannotBePaidIsRefusedWithThePriceAndWhatIsThere() {
    String key = uploaded(Photos.png(64, 48));
    makeAvailable(0);
    Response response = refused(402, "INSUFFICIENT_CREDITS", null, () -> upscale(body(key)));
    assertEquals(1, response.<Integer>path("requiredCredits"));
    assertEquals(0, response.<Integer>path("currentCredits"));
    // What a refused request brought along is forgotten, too.
    refused(402, "INSUFFICIENT_CREDITS", null, () -> upscale(inline()));
  }

  @Test
  void ofAHundredAtTheSameTimeOnlyAsManyAreAcceptedAsArePaid() throws Exception {
    String key = uploaded(Photos.png(64, 48));
    int jobsBefore = allJobs().size();
    makeAvailable(10);
    assertTrue(settings.unfinishedMax() > 10, "credits are what refuses here");
    List<Response> responses = atOnce(100, () -> upscale(body(key)));

    assertEquals(10, responses.stream().filter(r -> r.statusCode() == 202).count());
    List<Response> refused = responses.stream().filter(r -> r.statusCode() != 202).toList();
    assertEquals(90, refused.size());
    refused.forEach(r -> assertProblem(402, "INSUFFICIENT_CREDITS", null, r));
    assertEquals(jobsBefore + 10, allJobs().size());
    await().until(() -> allJobs().stream().allMatch(job -> job.phase().terminal()));
    assertEquals(new Account(0, 0), credits.account(USER));
  }

  @Test
  void oneJobTooManyIsToldToComeBackLater() {
    String key = uploaded(Photos.png(64, 48));
    int before = emulator.accepted();
    emulator.cruelty().sometimes(Call.STATUS, 1, 1, new Way.BackInQueue(1));
    for (int i = 0; i < settings.unfinishedMax(); i++) {
      upscaled(key);
    }
    await().until(() -> emulator.accepted() >= before + settings.unfinishedMax());

    Response response = refused(429, "TOO_MANY_UNFINISHED", null, () -> upscale(body(key)));

    assertTrue(Integer.parseInt(response.header("Retry-After")) > 0);
    assertEquals(settings.unfinishedMax(), credits.account(USER).held());
  }

  @Test
  void aReplayIsAnsweredThoughItsSourceIsGone() throws IOException {
    String key = uploaded(Photos.png(64, 48));
    String idempotencyKey = UUID.randomUUID().toString();
    Response first = keyed(idempotencyKey, body(key));
    blobs.delete(BlobKey.of(key));
    Response again = keyed(idempotencyKey, body(key));

    assertEquals(202, again.statusCode());
    assertEquals("true", again.header("Idempotency-Replayed"));
    assertEquals(first.<String>path("jobId"), again.path("jobId"));
  }

  @Test
  void theSameRequestTwiceIsOneJob() {
    String key = uploaded(Photos.png(64, 48));
    String idempotencyKey = UUID.randomUUID().toString();

    Response first = keyed(idempotencyKey, body(key));
    Footprint before = footprint();
    Response again = keyed(idempotencyKey, body(key));

    assertEquals(202, first.statusCode());
    assertNull(first.header("Idempotency-Replayed"));
    assertEquals(202, again.statusCode());
    assertEquals("true", again.header("Idempotency-Replayed"));
    assertEquals(first.<String>path("jobId"), again.path("jobId"));
    assertEquals(first.header("Location"), again.header("Location"));
    assertEquals(before.jobs(), footprint().jobs());
    ended(first.path("jobId"));
    // Who did not ask to wait gets the same body, whenever that is.
    Response late = keyed(idempotencyKey, body(key));
    assertEquals(202, late.statusCode());
    assertEquals(first.<String>path("jobId"), late.path("jobId"));
    assertEquals("completed", late.path("status"));
  }

  @Test
  void theSameMeaningInOtherLettersIsTheSameRequest() {
    String key = uploaded(Photos.png(64, 48));
    String idempotencyKey = UUID.randomUUID().toString();
    String one = "{\"r2_key\":\"%s\",\"upscale_factor\":2}".formatted(key);
    String two = "{ \"upscale_factor\": 2.0, \"r2_key\": \"%s\" }".formatted(key);
    assertEquals(
        keyed(idempotencyKey, one).<String>path("jobId"), keyed(idempotencyKey, two).path("jobId"));
  }

  @Test
  void aKeyThatWasUsedForAnotherBodyIsRefused() {
    String key = uploaded(Photos.png(64, 48));
    String idempotencyKey = UUID.randomUUID().toString();
    ended(keyed(idempotencyKey, body(key)).path("jobId"));
    String other = "{\"r2_key\":\"%s\",\"upscale_factor\":3}".formatted(key);
    refused(422, "IDEMPOTENCY_KEY_REUSED", "Idempotency-Key", () -> keyed(idempotencyKey, other));
    refused(
        422, "IDEMPOTENCY_KEY_REUSED", "Idempotency-Key", () -> keyed(idempotencyKey, inline()));
  }

  @Test
  void aKeyOfARefusedRequestIsFree() {
    String idempotencyKey = UUID.randomUUID().toString();
    refused(404, "FILE_NOT_FOUND", "r2_key", () -> keyed(idempotencyKey, body("uploads/a.png")));
    String key = uploaded(Photos.png(64, 48));
    assertEquals(202, keyed(idempotencyKey, body(key)).statusCode());
  }

  @Test
  void aKeyThatIsTooLongIsRefused() {
    refused(400, "BAD_IDEMPOTENCY_KEY", "Idempotency-Key", () -> keyed("k".repeat(256), body("a")));
  }

  @Test
  void fiftyAtTheSameTimeAreOneJob() throws Exception {
    assertOneJob(body(uploaded(Photos.png(64, 48))));
  }

  @Test
  void fiftyThatBringTheirPictureAtTheSameTimeAreOneJobAndOneFile() throws Exception {
    int before = footprint().files().size();
    assertOneJob(inline());
    await().untilAsserted(() -> assertEquals(before + 2, footprint().files().size()));
  }

  private void assertOneJob(String body) throws Exception {
    String idempotencyKey = UUID.randomUUID().toString();
    int before = allJobs().size();
    List<Response> responses = atOnce(50, () -> keyed(idempotencyKey, body));
    assertEquals(50, responses.stream().filter(response -> response.statusCode() == 202).count());
    assertEquals(
        1, responses.stream().map(r -> r.path("jobId")).collect(Collectors.toSet()).size());
    assertEquals(
        49, responses.stream().filter(r -> r.header("Idempotency-Replayed") != null).count());
    assertEquals(before + 1, allJobs().size());
    ended(responses.getFirst().path("jobId"));
  }

  private static List<Response> atOnce(int times, Callable<Response> request) throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(times)) {
      List<Future<Response>> calls =
          IntStream.range(0, times).mapToObj(_ -> clients.submit(request)).toList();
      List<Response> responses = new ArrayList<>();
      for (Future<Response> call : calls) {
        responses.add(call.get());
      }
      return responses;
    }
  }

  @Test
  void withoutAKeyTwoRequestsAreTwoJobs() {
    String key = uploaded(Photos.png(64, 48));
    assertNotEquals(upscaled(key), upscaled(key));
  }

  private static Response keyed(String idempotencyKey, String body) {
    return given()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", idempotencyKey)
        .body(body)
        .post("/api/tools/upscale");
  }

  private static String body(String key) {
    return "{\"r2_key\":\"%s\"}".formatted(key);
  }

  private static String inline() {
    String data = Base64.getEncoder().encodeToString(Photos.png(64, 48));
    return "{\"image_url\":\"data:image/png;base64,%s\"}".formatted(data);
  }
}
