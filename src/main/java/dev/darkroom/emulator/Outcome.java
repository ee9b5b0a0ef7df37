package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a request ended: what the result call answers, and what the status adds.
 *
 * @param status HTTP status of the result call
 * @param body its body; urls of own files are still relative
 * @param error told in the status, for infrastructure failures only
 * @param errorType the machine word that goes with it
 * @param userDeadline whether the caller's own start deadline caused the end
 */
record Outcome(
    int status,
    JsonNode body,
    Optional<String> error,
    Optional<String> errorType,
    boolean userDeadline,
    Optional<Double> inferenceSeconds,
    Instant at) {

  static Outcome completed(JsonNode output, Duration took, Instant at) {
    return new Outcome(200, output, Optional.empty(), Optional.empty(), false, seconds(took), at);
  }

  /** The model refused: the status of the request does not tell, only the result call does. */
  static Outcome refused(int status, JsonNode body, Duration took, Instant at) {
    return new Outcome(status, body, Optional.empty(), Optional.empty(), false, seconds(took), at);
  }

  static Outcome infrastructure(int status, String error, String errorType, Instant at) {
    return new Outcome(
        status,
        Json.object().put("detail", error).put("error_type", errorType),
        Optional.of(error),
        Optional.of(errorType),
        false,
        Optional.empty(),
        at);
  }

  static Outcome cancelled(Instant at) {
    return infrastructure(499, "Request was cancelled by the client", "client_cancelled", at);
  }

  static Outcome startedTooLate(Instant at) {
    Outcome timeout = infrastructure(504, "Request timed out", "request_timeout", at);
    return new Outcome(
        timeout.status, timeout.body, timeout.error, timeout.errorType, true, Optional.empty(), at);
  }

  /** The same without the body, which stays on disk. */
  Outcome head() {
    return new Outcome(
        status, NullNode.getInstance(), error, errorType, userDeadline, inferenceSeconds, at);
  }

  private static Optional<Double> seconds(Duration took) {
    return Optional.of(took.toMillis() / 1000.0);
  }
}
