package dev.darkroom.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/** Reads the reference out of the answer to a submit. */
final class Accepted {
  private Accepted() {}

  /**
   * The reference of an accepted request: by the answer's own addresses, as fal asks for, or by the
   * rules of the app id where an address is missing or leads away from the queue.
   *
   * @throws IllegalArgumentException if the answer names no request
   */
  static RequestRef reference(JsonNode answer, URI queueUrl, String model) {
    var byRules = RequestRef.of(model, answer.path("request_id").asText());
    return new RequestRef(
        byRules.requestId(),
        path(answer.path("status_url"), queueUrl, byRules.statusPath()),
        path(answer.path("response_url"), queueUrl, byRules.responsePath()),
        path(answer.path("cancel_url"), queueUrl, byRules.cancelPath()));
  }

  private static String path(JsonNode address, URI queueUrl, String otherwise) {
    URI url;
    try {
      url = URI.create(address.asText());
    } catch (IllegalArgumentException e) {
      return otherwise;
    }
    String base = queueUrl.getRawPath();
    String path = url.getRawPath();
    if (path == null || url.getRawQuery() != null || !Origin.same(url, queueUrl)) {
      return otherwise;
    }
    if (!path.startsWith(base + "/") || !RequestRef.isPlain(path.substring(base.length()))) {
      return otherwise;
    }
    return path.substring(base.length());
  }
}
