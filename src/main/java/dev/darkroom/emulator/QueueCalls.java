package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.darkroom.emulator.QueuedRequest.Done;
import dev.darkroom.emulator.QueuedRequest.State;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of queue.fal.run: submit, status, result, cancel. */
final class QueueCalls {
  /** The start deadline's least value, as fal documents it. */
  private static final double MIN_START_SECONDS = 0.1;

  private final FalQueue queue;
  private final Apps apps;
  private final Statuses statuses;
  private final EmulatorSettings.Limits limits;
  private final InstantSource clock;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  QueueCalls(FalQueue queue, Apps apps, EmulatorSettings.Limits limits, InstantSource clock) {
    this.queue = queue;
    this.apps = apps;
    this.statuses = new Statuses(queue);
    this.limits = limits;
    this.clock = clock;
  }

  Answer submit(AppId app, Incoming incoming, Optional<Way.Fate> fate)
      throws IOException, Incoming.Refusal {
    byte[] body = incoming.body(limits.maxBodyBytes());
    if (!apps.exists(app)) {
      return unknownApp(app);
    }
    JsonNode input = Incoming.json(body);
    refuseIfFull(app, incoming);
    Instant now = clock.instant();
    var submission =
        new Submission(
            ids.generate().toString(),
            app.full(),
            sha256(body),
            incoming.query("fal_webhook"),
            incoming.header("X-Fal-Queue-Priority").filter("low"::equals).isPresent(),
            now,
            startSeconds(incoming).map(seconds -> now.plusMillis((long) (seconds * 1000))),
            fate);
    QueuedRequest request = queue.accept(submission, input);
    int position = queue.position(request).orElse(0);
    return Answer.json(200, statuses.inQueue(request, position, incoming.baseUrl()))
        .with("x-fal-request-id", request.id());
  }

  Answer status(String id, Incoming incoming) throws IOException {
    Optional<QueuedRequest> found = queue.find(id);
    if (found.isEmpty()) {
      return notFound();
    }
    State state = found.get().state();
    List<LogLine> logs = incoming.wantsLogs() ? queue.logs(found.get()) : List.of();
    return Answer.json(
            state instanceof Done ? 200 : 202,
            statuses.of(found.get(), state, logs, incoming.baseUrl()))
        .with("x-fal-request-id", id);
  }

  /** Says that the request waits, whatever is true. */
  Answer backInQueue(String id, Incoming incoming, int position) throws IOException {
    Optional<QueuedRequest> found = queue.find(id);
    return found.isEmpty()
        ? notFound()
        : Answer.json(202, statuses.inQueue(found.get(), position, incoming.baseUrl()));
  }

  Answer stream(String id, Incoming incoming) throws IOException {
    Optional<QueuedRequest> found = queue.find(id);
    if (found.isEmpty()) {
      return notFound();
    }
    boolean wantsLogs = incoming.wantsLogs();
    String baseUrl = incoming.baseUrl();
    var stream =
        new StatusStream(
            found.get(),
            queue,
            (state, logs) ->
                statuses.of(found.get(), state, wantsLogs ? logs : List.of(), baseUrl));
    return new Answer(
        200,
        "text/event-stream",
        Map.of("Cache-Control", "no-store"),
        new Answer.Live(stream::writeTo));
  }

  Answer result(String id, Incoming incoming) throws IOException {
    Optional<QueuedRequest> found = queue.find(id);
    if (found.isEmpty()) {
      return notFound();
    }
    if (!(found.get().state() instanceof Done)) {
      return Answer.detail(400, "Request is still in progress").with("x-fal-request-id", id);
    }
    var stored = queue.stored(found.get());
    Outcome outcome =
        stored
            .outcome()
            .orElseThrow(() -> new IllegalStateException(id + " lost its end, indicates a bug"));
    return outcomeAnswer(outcome, id, incoming.baseUrl());
  }

  Answer cancel(String id) throws IOException {
    Optional<QueuedRequest> found = queue.find(id);
    if (found.isEmpty()) {
      return notFound();
    }
    return switch (queue.cancel(found.get())) {
      case REQUESTED -> Answer.status(202, "CANCELLATION_REQUESTED");
      case ALREADY_COMPLETED -> Answer.status(400, "ALREADY_COMPLETED");
    };
  }

  /** A finished run as fal.run and the result call answer it. */
  static Answer outcomeAnswer(Outcome outcome, String requestId, String baseUrl) {
    Answer answer =
        Answer.json(outcome.status(), absolute(outcome.body(), baseUrl))
            .with("x-fal-request-id", requestId);
    if (outcome.errorType().isPresent()) {
      answer = answer.with("X-Fal-Error-Type", outcome.errorType().get());
    }
    if (outcome.userDeadline()) {
      answer = answer.with("X-Fal-Request-Timeout-Type", "user");
    }
    return outcome.status() == 422 ? answer.with("X-Fal-Billable-Units", "0") : answer;
  }

  static Answer unknownApp(AppId app) {
    return Answer.detail(404, "Application \"" + app.alias() + "\" not found");
  }

  private static Answer notFound() {
    return Answer.status(404, "NOT_FOUND");
  }

  /** Own files are kept without host and port, which may differ at every start. */
  static JsonNode absolute(JsonNode node, String baseUrl) {
    JsonNode copy = node.deepCopy();
    for (JsonNode parent : copy.findParents("url")) {
      String url = parent.path("url").asText();
      if (parent instanceof ObjectNode object && CdnFiles.isReference(url)) {
        object.put("url", baseUrl + url);
      }
    }
    return copy;
  }

  private void refuseIfFull(AppId app, Incoming incoming) throws Incoming.Refusal {
    if (queue.waiting() >= limits.maxWaiting()) {
      throw new Incoming.Refusal(Answer.detail(429, "The queue is full").with("Retry-After", "5"));
    }
    Optional<String> asked = incoming.query("fal_max_queue_length");
    if (asked.isEmpty()) {
      return;
    }
    int most = parse(asked.get(), "fal_max_queue_length").intValue();
    if (queue.waiting(app.app()) > most) {
      throw new Incoming.Refusal(
          Answer.detail(429, "Queue length exceeds the requested maximum of " + most));
    }
  }

  private static Optional<Double> startSeconds(Incoming incoming) throws Incoming.Refusal {
    Optional<String> asked =
        incoming
            .header("X-Fal-Request-Start-Timeout")
            .or(() -> incoming.header("X-Fal-Request-Timeout"));
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    double seconds = parse(asked.get(), "X-Fal-Request-Timeout");
    if (!(seconds > MIN_START_SECONDS)) {
      throw badRequest("X-Fal-Request-Timeout");
    }
    return Optional.of(seconds);
  }

  private static Double parse(String text, String name) throws Incoming.Refusal {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException _) {
      throw badRequest(name);
    }
  }

  private static Incoming.Refusal badRequest(String name) {
    var body =
        Json.object().put("detail", "Invalid value of " + name).put("error_type", "bad_request");
    return new Incoming.Refusal(Answer.json(400, body).with("X-Fal-Error-Type", "bad_request"));
  }

  /** In lower-case hex. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
