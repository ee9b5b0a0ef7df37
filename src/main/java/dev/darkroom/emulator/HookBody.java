package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a webhook is told of an end; its words for it are not those of the status. */
final class HookBody {
  private static final String NOT_JSON =
      "Response payload is not JSON serializable. Either return a JSON serializable object or use"
          + " the queue endpoint to retrieve the response.";

  private HookBody() {}

  /**
   * The body.
   *
   * @param baseUrl before the urls of own files; nobody calls from whose view it could be told
   */
  static ObjectNode of(String id, Outcome outcome, String baseUrl) {
    boolean good = outcome.status() / 100 == 2;
    ObjectNode body =
        Json.object()
            .put("request_id", id)
            // fal's own name for the last attempt; here the first one is the last.
            .put("gateway_request_id", id)
            .put("status", good ? "OK" : "ERROR");
    if (!good) {
      body.put("error", "Invalid status code: " + outcome.status());
    }
    body.set("payload", QueueCalls.absolute(outcome.body(), baseUrl));
    // Seen with the real one when there is nothing below the path that was asked for.
    return outcome.status() == 404 ? withoutPayload(body) : body;
  }

  /** The same, but for the payload, of which it says why it is not there. */
  static ObjectNode withoutPayload(ObjectNode body) {
    return body.deepCopy().putNull("payload").put("payload_error", NOT_JSON);
  }

  /** The same with the opposite end. */
  static ObjectNode turned(ObjectNode body) {
    boolean good = body.path("status").asText().equals("OK");
    return body.deepCopy().put("status", good ? "ERROR" : "OK");
  }
}
