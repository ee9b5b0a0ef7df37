package dev.darkroom.emulator;

import static dev.darkroom.emulator.TestModels.ECHO;
import static dev.darkroom.emulator.TestModels.GATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class QueueProtocolTest {
  @TempDir Path folder;

  private final TestModels.Gate gate = new TestModels.Gate();
  private Emulator emulator;
  private Caller caller;

  @BeforeEach
  void start() throws Exception {
    emulator =
        Emulator.start(
            EmulatorSettings.forTests(folder).withRunners(1), List.of(new TestModels.Echo(), gate));
    caller = new Caller(emulator);
  }

  @AfterEach
  void stop() {
    caller.close();
    emulator.close();
  }

  @Test
  void aSubmitAnswersWithTheShortUrlsOfTheRequest() throws Exception {
    Caller.Reply reply = caller.send(caller.submitting(GATE, "{\"a\":1}"));
    JsonNode body = reply.json();
    String id = body.path("request_id").asText();
    String url = emulator.queueUrl() + "/darkroom/gate/requests/" + id;

    assertEquals(200, reply.status());
    assertEquals("IN_QUEUE", body.path("status").asText());
    assertEquals(url, body.path("response_url").asText());
    assertEquals(url + "/status", body.path("status_url").asText());
    assertEquals(url + "/cancel", body.path("cancel_url").asText());
    assertTrue(body.path("queue_position").isInt());
  }

  @Test
  void aRequestGoesFromQueueToProgressToResult() throws Exception {
    String first = caller.submit(GATE, "{\"n\":1}");
    gate.reached.await();
    String second = caller.submit(GATE, "{\"n\":2}");
    String third = caller.submit(GATE, "{\"n\":3}");

    Caller.Reply running = caller.status(first);
    assertEquals(202, running.status());
    assertEquals("IN_PROGRESS", running.json().path("status").asText());
    Caller.Reply waiting = caller.status(third);
    assertEquals(202, waiting.status());
    assertEquals("IN_QUEUE", waiting.json().path("status").asText());
    assertEquals(1, waiting.json().path("queue_position").asInt());

    gate.open.release(3);
    caller.follow(first);
    caller.follow(second);
    caller.follow(third);
    Caller.Reply done = caller.status(third);
    assertEquals(200, done.status());
    assertEquals("COMPLETED", done.json().path("status").asText());
    assertTrue(done.json().path("metrics").path("inference_time").isNumber());
    assertFalse(done.json().has("error"));
    Caller.Reply result = caller.result(third);
    assertEquals(200, result.status());
    assertEquals("{\"n\":3}", result.http().body());
    assertEquals(third, result.header("x-fal-request-id"));
  }

  @Test
  void thePathBeforeTheRequestIdDoesNotMatter() throws Exception {
    String id = caller.submit(ECHO, "{}");
    caller.follow(id);
    for (String path :
        List.of(
            "/darkroom/gate/slow/requests/" + id,
            "/darkroom/gate/requests/" + id + "/",
            "/darkroom/echo/requests/" + id + "/response")) {
      assertEquals(200, caller.get(path).status(), path);
    }
    assertEquals(200, caller.get("/darkroom/gate/slow/requests/" + id + "/status/").status());
  }

  @Test
  void anUnfinishedResultIsStillInProgress() throws Exception {
    String id = caller.submit(GATE, "{}");
    Caller.Reply reply = caller.result(id);
    assertEquals(400, reply.status());
    assertEquals("{\"detail\":\"Request is still in progress\"}", reply.http().body());
  }

  @Test
  void logsAreToldOnlyWhenAskedFor() throws Exception {
    String id = caller.submit(GATE, "{}");
    gate.reached.await();
    JsonNode logs = caller.status(id).json().path("logs");
    JsonNode last = logs.path(logs.size() - 1);
    assertTrue(last.path("message").asText().startsWith(" 50%|█████     | 10/20 ["), "" + last);
    assertEquals("STDERR", last.path("level").asText());
    assertEquals("USER", last.path("source").asText());
    assertTrue(Instant.parse(last.path("timestamp").asText()).isAfter(Instant.EPOCH));

    JsonNode silent = caller.get("/darkroom/echo/requests/" + id + "/status").json();
    assertEquals("[]", silent.path("logs").toString());
  }

  @Test
  void theStreamTellsEachLogLineOnceAndEndsWithCompleted() throws Exception {
    gate.open.release();
    String events = caller.follow(caller.submit(GATE, "{}"));
    List<String> data = events.lines().filter(line -> line.startsWith("data: ")).toList();
    assertTrue(data.getLast().contains("\"status\":\"COMPLETED\""), events);
    assertEquals(2, events.split("100%", -1).length, events);
  }

  @Test
  void unknownThingsAre404() throws Exception {
    String nobody = "00000000-0000-7000-8000-000000000000";
    for (Caller.Reply reply :
        List.of(caller.status(nobody), caller.result(nobody), caller.cancel(nobody))) {
      assertEquals(404, reply.status());
      assertEquals("{\"status\":\"NOT_FOUND\"}", reply.http().body());
    }
    Caller.Reply app = caller.send(caller.submitting("darkroom/nothing", "{}"));
    assertEquals(404, app.status());
    assertEquals("{\"detail\":\"Application \\\"nothing\\\" not found\"}", app.http().body());
  }

  @Test
  void aWrongPathOfAKnownAppFailsOnlyAtTheResult() throws Exception {
    String id = caller.submit("darkroom/gate/fast", "{}");
    caller.follow(id);
    Caller.Reply result = caller.result(id);
    assertEquals(404, result.status());
    assertEquals("{\"detail\":\"Path /fast not found\"}", result.http().body());
  }

  @Test
  void aCallWithoutAKeyIs401() throws Exception {
    HttpRequest.Builder none =
        HttpRequest.newBuilder(caller.queue("/" + ECHO)).POST(BodyPublishers.ofString("{}"));
    Caller.Reply reply = caller.send(none);
    assertEquals(401, reply.status());
    assertEquals(
        "{\"detail\":\"Cannot access application \\\"darkroom/echo\\\"\"}", reply.http().body());
    assertEquals(401, caller.send(none.setHeader("Authorization", "Bearer x")).status());
    assertEquals(401, caller.send(none.setHeader("Authorization", "Key  ")).status());
    assertTrue(emulator.accepted().isEmpty());
  }

  @Test
  void aWaitingRequestIsCancelledAtOnce() throws Exception {
    String running = caller.submit(GATE, "{}");
    gate.reached.await();
    String waiting = caller.submit(GATE, "{}");

    Caller.Reply reply = caller.cancel(waiting);
    assertEquals(202, reply.status());
    assertEquals("{\"status\":\"CANCELLATION_REQUESTED\"}", reply.http().body());
    assertEquals("client_cancelled", caller.status(waiting).json().path("error_type").asText());
    assertEquals(499, caller.result(waiting).status());

    caller.cancel(running);
    gate.open.release();
    caller.follow(running);
    assertEquals("client_cancelled", caller.status(running).json().path("error_type").asText());
  }

  @Test
  void aFinishedRequestCannotBeCancelled() throws Exception {
    String id = caller.submit(ECHO, "{}");
    caller.follow(id);
    Caller.Reply reply = caller.cancel(id);
    assertEquals(400, reply.status());
    assertEquals("{\"status\":\"ALREADY_COMPLETED\"}", reply.http().body());
    assertEquals(200, caller.result(id).status());
  }

  @Test
  void aFullQueueIs429WhenTheCallerSaysSo() throws Exception {
    caller.submit(GATE, "{}");
    gate.reached.await();
    caller.submit(GATE, "{}");
    caller.submit(GATE, "{}");
    assertEquals(
        200, caller.send(caller.submitting(GATE + "?fal_max_queue_length=2", "{}")).status());
    assertEquals(
        429, caller.send(caller.submitting(GATE + "?fal_max_queue_length=2", "{}")).status());
    // The bound is about this app's own line.
    assertEquals(
        200, caller.send(caller.submitting(ECHO + "?fal_max_queue_length=2", "{}")).status());
    assertEquals(
        400, caller.send(caller.submitting(ECHO + "?fal_max_queue_length=x", "{}")).status());
  }

  @Test
  void lowPriorityWaitsBehindAllOthers() throws Exception {
    caller.submit(GATE, "{}");
    gate.reached.await();
    String low =
        caller
            .send(caller.submitting(GATE, "{}").header("x-fal-queue-priority", "low"))
            .json()
            .path("request_id")
            .asText();
    caller.submit(GATE, "{}");
    assertEquals(1, caller.status(low).json().path("queue_position").asInt());
  }

  @Test
  void aBrokenAppIsAnInfrastructureErrorThatTheStatusTells() throws Exception {
    String id = caller.submit(ECHO, "{\"break\":true}");
    caller.follow(id);
    JsonNode status = caller.status(id).json();
    assertEquals("COMPLETED", status.path("status").asText());
    assertEquals("runner_server_error", status.path("error_type").asText());
    Caller.Reply result = caller.result(id);
    assertEquals(500, result.status());
    assertEquals("runner_server_error", result.header("X-Fal-Error-Type"));
    assertEquals("runner_server_error", result.json().path("error_type").asText());
  }

  @Test
  void anInputThatIsNoObjectFailsAtTheResult() throws Exception {
    String id = caller.submit(ECHO, "[1]");
    caller.follow(id);
    assertEquals(422, caller.result(id).status());
    assertEquals(422, caller.send(caller.submitting(ECHO, "not json")).status());
    assertEquals(422, caller.send(caller.submitting(ECHO, "")).status());
  }

  @Test
  void aBodyAboveTheLimitIs413() throws Exception {
    emulator.close();
    var limits = EmulatorSettings.Limits.DEFAULT;
    var small =
        new EmulatorSettings.Limits(
            1, 100, 1000, 1000, 1000, 1, 1, limits.resultRetention(), limits.fileRetention());
    try (Emulator strict =
            Emulator.start(EmulatorSettings.forTests(folder).withLimits(small), TestModels.echo());
        Caller strictCaller = new Caller(strict)) {
      String body = "{\"a\":\"" + "x".repeat(92) + "\"}";
      assertEquals(100, body.length());
      assertEquals(200, strictCaller.send(strictCaller.submitting(ECHO, body)).status());
      assertEquals(413, strictCaller.send(strictCaller.submitting(ECHO, body + " ")).status());
    }
  }

  @Test
  void theWebhookAddressAndTheInputsHashAreRemembered() throws Exception {
    String hook = "https%3A%2F%2Fexample.org%2Fh%3Fjob%3D1";
    caller.submit(ECHO + "?fal_webhook=" + hook, "{}");
    Accepted accepted = emulator.accepted().getFirst();
    assertEquals("https://example.org/h?job=1", accepted.webhookUrl().orElseThrow());
    assertEquals(
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", accepted.inputSha256());
    assertEquals(ECHO, accepted.model());
  }

  @Test
  void aStartDeadlineThatPassesInLineEndsIn504() throws Exception {
    caller.submit(GATE, "{}");
    gate.reached.await();
    var late = caller.submitting(GATE, "{}").header("X-Fal-Request-Timeout", "0.2");
    String id = caller.send(late).json().path("request_id").asText();
    String events = caller.follow(id);
    assertTrue(events.contains("request_timeout"), events);
    Caller.Reply result = caller.result(id);
    assertEquals(504, result.status());
    assertEquals("user", result.header("X-Fal-Request-Timeout-Type"));
    var silly = caller.submitting(GATE, "{}").header("X-Fal-Request-Timeout", "soon");
    assertEquals("bad_request", caller.send(silly).header("X-Fal-Error-Type"));
  }

  @Test
  void aWrongMethodIs405AndAWrongPath404() throws Exception {
    assertEquals(405, caller.get("/darkroom/echo").status());
    assertEquals(404, caller.send(Caller.to(caller.root("/nowhere")).GET()).status());
    assertEquals(404, caller.send(Caller.to(caller.root("/")).GET()).status());
  }

  @Test
  void runAnswersInTheSameConnection() throws Exception {
    URI run = URI.create(emulator.runUrl() + "/" + ECHO);
    Caller.Reply reply = caller.post(run, "{\"x\":1}");
    assertEquals(200, reply.status());
    assertEquals("{\"x\":1}", reply.http().body());
    assertFalse(reply.header("x-fal-request-id").isEmpty());
    assertEquals(0, emulator.accepted().size());
  }

  @Test
  void runAboveTheConcurrencyLimitIs429() throws Exception {
    URI run = URI.create(emulator.runUrl() + "/" + GATE);
    Thread first = Thread.ofVirtual().start(() -> quietly(run));
    gate.reached.await();
    Caller.Reply second = caller.post(run, "{}");
    assertEquals(429, second.status());
    assertEquals("1", second.header("X-Fal-Needs-Retry"));
    gate.open.release();
    assertTrue(first.join(Duration.ofSeconds(10)));
  }

  private void quietly(URI run) {
    try {
      caller.post(run, "{}");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
