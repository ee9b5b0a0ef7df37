package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.emulator.QueuedRequest.Done;
import dev.darkroom.emulator.QueuedRequest.Running;
import dev.darkroom.emulator.QueuedRequest.State;
import dev.darkroom.emulator.QueuedRequest.Waiting;
import java.util.List;

/** The words in which the queue speaks of a request: only three, and a failure is COMPLETED. */
final class Statuses {
  private final FalQueue queue;

  Statuses(FalQueue queue) {
    this.queue = queue;
  }

  ObjectNode of(QueuedRequest request, State state, List<LogLine> logs, String baseUrl) {
    return switch (state) {
      case Waiting _ -> inQueue(request, queue.position(request).orElse(0), baseUrl);
      case Running _ -> {
        ObjectNode body = status("IN_PROGRESS", request, baseUrl);
        body.set("logs", array(logs));
        yield body;
      }
      case Done done -> {
        ObjectNode body = status("COMPLETED", request, baseUrl);
        body.set("logs", array(logs));
        yield completed(body, done.outcome());
      }
    };
  }

  /** Also the answer to a submit. */
  ObjectNode inQueue(QueuedRequest request, int position, String baseUrl) {
    return status("IN_QUEUE", request, baseUrl).put("queue_position", position);
  }

  /** fal's own urls name the app without its path. */
  private static ObjectNode status(String word, QueuedRequest request, String baseUrl) {
    String app = request.submission().app().app();
    String url = baseUrl + "/queue/" + app + "/requests/" + request.id();
    return Json.object()
        .put("status", word)
        .put("request_id", request.id())
        .put("response_url", url)
        .put("status_url", url + "/status")
        .put("cancel_url", url + "/cancel");
  }

  private static ObjectNode completed(ObjectNode body, Outcome outcome) {
    ObjectNode metrics = body.putObject("metrics");
    outcome
        .inferenceSeconds()
        .ifPresentOrElse(
            seconds -> metrics.put("inference_time", seconds),
            () -> metrics.putNull("inference_time"));
    outcome.error().ifPresent(error -> body.put("error", error));
    outcome.errorType().ifPresent(type -> body.put("error_type", type));
    return body;
  }

  private static ArrayNode array(List<LogLine> logs) {
    return Json.MAPPER.valueToTree(logs);
  }
}
