package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Job;
import dev.darkroom.notify.NotifyStore;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Request;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks that go out, from the submit to the receiver. */
@QuarkusTest
@TestProfile(Receiver.WithReceiver.class)
class WebhookOutTest extends ServerTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ALL =
      "[\"job.admitted\",\"job.submitting\",\"job.submitted\",\"job.queued\",\"job.running\","
          + "\"job.delivered\",\"job.retrying\",\"job.completed\",\"job.failed\",\"job.cancelled\"]";

  @Inject WebhookLetters letters;
  @Inject NotifyStore webhooks;

  @SuppressWarnings("NullAway.Init") // Receiver sets it.
  RawServer receiver;

  /** Submits an upscale that tells this receiver; the answer is the job's id. */
  private String told(String path, String more) {
    return accepted(
        upscale(
            "{\"r2_key\":\"%s\",\"webhook_url\":\"%s%s\"%s}"
                .formatted(uploaded(Photos.png(64, 48)), receiver.url(), path, more)));
  }

  private List<Request> heard(String jobId) {
    return receiver.requests().stream()
        .filter(each -> String.valueOf(each.headers().get("webhook-id")).startsWith(jobId))
        .toList();
  }

  private List<Request> awaitHeard(String jobId, int count) {
    return await().until(() -> heard(jobId), heard -> heard.size() >= count);
  }

  private static JsonNode body(Request request) throws Exception {
    return JSON.readTree(request.body());
  }

  private static JsonNode job(String jobId) throws Exception {
    return JSON.readTree(given().get("/api/jobs/" + jobId).asString());
  }

  private static void verify(String secret, Request request) throws Exception {
    new Webhook(secret)
        .verify(
            request.body(),
            request.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue()))));
  }

  /** All but the address, which is signed anew at each look. */
  private static Map<?, ?> unsigned(JsonNode result) {
    Map<?, ?> values = JSON.convertValue(result, Map.class);
    values.remove("url");
    return values;
  }

  @Test
  void thePollAndTheWebhookEndAlike() throws Exception {
    String id = told("/200", "");
    ended(id);
    Request request = awaitHeard(id, 1).getFirst();
    String secret = given().get("/api/webhooks/secret").path("secret");
    verify(secret, request);

    JsonNode told = body(request);
    JsonNode polled = job(id);
    JsonNode last = polled.path("events").path(polled.path("events").size() - 1);
    assertEquals("job.completed", told.path("type").asText());
    assertEquals(last.path("at"), told.path("timestamp"));
    assertEquals(last, told.path("data").path("event"));
    assertEquals(id + "-" + last.path("seq").asInt(), request.headers().get("webhook-id"));
    for (String same :
        List.of("status", "phase", "progress", "queuePosition", "credits", "error")) {
      assertEquals(polled.path(same), told.path("data").path(same), same);
    }
    assertEquals(id, told.path("data").path("jobId").asText());
    assertEquals("upscale", told.path("data").path("jobType").asText());
    assertEquals(unsigned(polled.path("result")), unsigned(told.path("data").path("result")));
    Photos.decode(download(told.path("data").path("result").path("url").asText()));
    // Only the end was asked for, and it is told once.
    assertEquals(1, heard(id).size());
  }

  @Test
  void whatGoesOutLateSaysHowItWasThen() throws Exception {
    String id = told("/200", "");
    Job ended = ended(id);
    JsonNode data = JSON.readTree(letters.apply(ended, jobs.events(ended).getFirst())).path("data");
    assertEquals("waiting", data.path("phase").asText());
    assertEquals("pending", data.path("status").asText());
    assertEquals(0, data.path("progress").asDouble());
    assertTrue(data.path("result").isNull());
    assertTrue(data.path("error").isNull());
  }

  @Test
  void theStoryIsTheOneThatIsPolled() throws Exception {
    String id = told("/200", ",\"webhook_events\":" + ALL);
    ended(id);
    List<String> polled =
        job(id).path("events").findValuesAsText("kind").stream().map("job."::concat).toList();
    List<Request> heard = awaitHeard(id, polled.size());
    assertEquals(
        polled,
        heard.stream()
            .map(
                each -> {
                  try {
                    return body(each).path("type").asText();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .toList());
    assertTrue(body(heard.getFirst()).path("data").path("result").isNull());
    assertEquals("pending", body(heard.getFirst()).path("data").path("status").asText());
  }

  @Test
  void aFailureIsToldInTheSameWordsAndARetryTellsTheSameReceiver() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, 1, Way.modelRefusal("image_too_large", "not today"));
    String id = told("/200/failing", "");
    ended(id);
    JsonNode told = body(awaitHeard(id, 1).getFirst());
    assertEquals("job.failed", told.path("type").asText());
    assertEquals(job(id).path("error"), told.path("data").path("error"));
    assertFalse(told.path("data").path("error").path("code").asText().isBlank());

    String again = accepted(given().post("/api/jobs/" + id + "/retry"));
    ended(again);
    Request request = awaitHeard(again, 1).getFirst();
    assertEquals("/200/failing", request.target());
    assertEquals("job.completed", body(request).path("type").asText());
  }

  @Test
  void whatBecameOfDeliveriesIsToldAndTheyCanBeSentAgain() throws Exception {
    String id = told("/410/hook?token=hush", "");
    ended(id);
    awaitHeard(id, 1);
    Response log =
        await()
            .until(
                () -> given().get("/api/jobs/" + id + "/deliveries"),
                answer -> answer.path("state").equals("gone"));
    assertEquals(receiver.url() + "/410/hook", log.path("url"));
    assertFalse(log.asString().contains("hush"));
    assertEquals(List.of("410"), log.path("items.outcome"));
    assertEquals(List.of("job.completed"), log.path("items.type"));
    assertEquals(List.of(1), log.path("items.attempt"));
    assertNull(log.path("nextAttemptAt"));
    int seq = log.<List<Integer>>path("items.event").getFirst();

    refused(400, "BAD_VALUE", "event", () -> redeliver(id, "{\"event\":1}"));
    refused(400, "BAD_VALUE", "event", () -> redeliver(id, "{\"event\":99}"));
    assertEquals(202, redeliver(id, "{\"event\":%d}".formatted(seq)).statusCode());
    awaitHeard(id, 2);
    await()
        .until(
            () ->
                given().get("/api/jobs/" + id + "/deliveries").<List<?>>path("items").size() == 2);
    assertEquals(202, redeliver(id, "").statusCode());
    List<Request> heard = awaitHeard(id, 3);
    assertEquals(
        1, heard.stream().map(each -> each.headers().get("webhook-id")).distinct().count());
  }

  @Test
  void whatIsToldAgainBeginsWithTheFirstThatWasNotToldYet() {
    String id = told("/200", ",\"webhook_events\":" + ALL);
    ended(id);
    List<Integer> all =
        await()
            .until(
                () -> given().get("/api/jobs/" + id + "/deliveries"),
                answer -> answer.path("state").equals("done"))
            .<List<Integer>>path("items.event")
            .reversed();
    List<String> ids = new ArrayList<>();
    for (String asked : List.of("", "{\"event\":%d}".formatted(all.getLast()))) {
      ids.addAll(all.stream().map(seq -> id + "-" + seq).toList());
      assertEquals(ids, ids(awaitHeard(id, ids.size())));
      // As a receiver that was away since the second one, and is tried in an hour.
      webhooks.restart(id, all.get(1), Instant.now().plus(Duration.ofHours(1)));
      assertEquals(202, redeliver(id, asked).statusCode());
      ids.addAll(all.stream().skip(2).map(seq -> id + "-" + seq).toList());
      assertEquals(ids, ids(awaitHeard(id, ids.size())));
      assertEquals(202, redeliver(id, "{\"event\":%d}".formatted(all.getFirst())).statusCode());
    }
  }

  private static List<@Nullable String> ids(List<Request> heard) {
    return heard.stream().map(each -> each.headers().get("webhook-id")).toList();
  }

  private static Response redeliver(String id, String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/api/jobs/" + id + "/deliveries/redeliver");
  }

  @Test
  void aJobWithoutAWebhookHasNothingToTell() {
    String id = upscaled(uploaded(Photos.png(64, 48)));
    assertEquals("none", given().get("/api/jobs/" + id + "/deliveries").path("state"));
    ended(id);
    refused(409, "NO_WEBHOOK", "id", () -> redeliver(id, "{}"));
    refused(404, "JOB_NOT_FOUND", "jobId", () -> redeliver("nothing", "{}"));
    refused(404, "JOB_NOT_FOUND", "jobId", () -> given().get("/api/jobs/nothing/deliveries"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hook",
        "/hook",
        "ftp://1.1.1.1/hook",
        "file:///etc/passwd",
        "https://user:secret@1.1.1.1/hook",
        "http://127.0.0.1/hook",
        "http://localhost:%d/hook",
        "http://[::1]:%d/hook",
        "http://0.0.0.0:%d/hook",
        "http://10.0.0.1/hook",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:127.0.0.1]/hook",
        "http://1.1.1.1:25/hook",
        "https://1.1.1.1/ hook",
      })
  void addressesThatLeadInsideAreRefused(String url) {
    String there = url.replace("%d", Integer.toString(receiver.url().getPort() + 1));
    String key = uploaded(Photos.png(64, 48));
    String body = "{\"r2_key\":\"%s\",\"webhook_url\":\"%s\"}".formatted(key, there);
    refused(400, "BAD_INPUT", "webhook_url", () -> upscale(body));
    refused(400, "BAD_INPUT", "webhook_url", () -> post("/api/tools/upscale?quote=true", body));
  }

  @Test
  void anAddressThatIsTooLongIsRefused() {
    String key = uploaded(Photos.png(64, 48));
    String base = receiver.url() + "/200?";
    String longest = base + "x".repeat(Listeners.URL_LENGTH_MAX - base.length());
    String body = "{\"r2_key\":\"%s\",\"webhook_url\":\"%s\"}";
    refused(400, "BAD_INPUT", "webhook_url", () -> upscale(body.formatted(key, longest + "x")));
    String id = accepted(upscale(body.formatted(key, longest)));
    awaitHeard(id, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | webhook_events",
        "[\"completed\"] | webhook_events[0]",
        "[\"job.completed\",\"job.answer_lost\"] | webhook_events[1]",
        "[null] | webhook_events[0]",
      })
  void eventsThatAreNotToldAreRefused(String events, String field) {
    String body =
        "{\"r2_key\":\"%s\",\"webhook_url\":\"%s/200\",\"webhook_events\":%s}"
            .formatted(uploaded(Photos.png(64, 48)), receiver.url(), events);
    refused(400, "BAD_INPUT", field, () -> upscale(body));
  }

  @Test
  void eventsWithoutAnAddressAreRefused() {
    String body = "{\"r2_key\":\"a.png\",\"webhook_events\":[\"job.failed\"]}";
    refused(400, "BAD_INPUT", "webhook_url", () -> upscale(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/templates/generate",
        "/api/tools/upscale",
        "/api/tools/draw-to-edit",
        "/api/studio",
        "/api/tools/rembg",
        "/api/tools/video-upscale",
        "/api/tools/video-interpolate"
      })
  void everySubmitTakesAWebhook(String path) {
    refused(
        400,
        "BAD_INPUT",
        "webhook_url",
        () -> post(path, "{\"webhook_url\":\"http://127.0.0.1/hook\"}"));
  }

  @Test
  void aFormTakesOneToo() {
    String bad = "{\"prompt\":\"slowly\",\"webhook_url\":\"http://127.0.0.1/hook\"}";
    refused(
        400,
        "BAD_INPUT",
        "webhook_url",
        () ->
            given()
                .multiPart("startImage", "a.png", Photos.png(64, 48))
                .multiPart("data", bad)
                .post(AnimateResource.PATH));
    String id =
        accepted(
            given()
                .multiPart("startImage", "a.png", Photos.png(320, 180))
                .multiPart("data", bad.replace("http://127.0.0.1", receiver.url() + "/200"))
                .post(AnimateResource.PATH));
    awaitHeard(id, 1);
  }

  @Test
  void aSecretIsMadeAnewAndTheOldOneCountsForAnotherDay() throws Exception {
    String old = given().get("/api/webhooks/secret").path("secret");
    Response made = given().post("/api/webhooks/secret");
    assertEquals(200, made.statusCode(), made.asString());
    assertEquals(old, made.<List<String>>path("previous.secret").getFirst());
    assertEquals(made.<String>path("secret"), given().get("/api/webhooks/secret").path("secret"));
    String id = told("/200", "");
    Request request = awaitHeard(id, 1).getFirst();
    verify(made.path("secret"), request);
    verify(old, request);
    assertThrows(
        WebhookVerificationException.class,
        () -> verify("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", request));
    Response answer = made;
    for (int i = 0; i < 5 && answer.statusCode() == 200; i++) {
      answer = given().post("/api/webhooks/secret");
    }
    assertProblem(429, "TOO_MANY_SECRETS", null, answer);
  }
}
