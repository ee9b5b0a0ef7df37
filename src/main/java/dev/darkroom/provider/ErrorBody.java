package dev.darkroom.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What may be known of an error body (fal docs, model-apis/errors): its machine words, never its
 * sentences, which echo inputs.
 *
 * @param code the first {@code type}, else the {@code error_type}; empty if there is none
 * @param where the field it is about, dotted, as {@code body.image_urls.0}; empty if unknown
 * @param queueStatus the {@code status} of the queue's own answers, as {@code NOT_FOUND}; or empty
 * @param listed whether {@code detail} is a list of errors, as only models write it
 * @param detailed whether there is a {@code detail} at all
 * @param notReady whether it says that the request is not finished
 */
record ErrorBody(
    String code,
    String where,
    String queueStatus,
    boolean listed,
    boolean detailed,
    boolean notReady) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  static ErrorBody of(Answer answer) {
    ObjectNode body = answer.objectOrEmpty();
    JsonNode detail = body.path("detail");
    JsonNode first = detail.path(0);
    String code = word(first.path("type"));
    if (code.isEmpty()) {
      code = word(body.path("error_type"));
    }
    if (code.isEmpty() && WORD.matcher(answer.header("x-fal-error-type")).matches()) {
      code = answer.header("x-fal-error-type");
    }
    boolean notReady =
        detail.asText().toLowerCase(Locale.ROOT).startsWith("request is still in progress");
    return new ErrorBody(
        code,
        where(first.path("loc")),
        word(body.path("status")),
        detail.isArray(),
        detail.isArray() || detail.isTextual(),
        notReady);
  }

  private static String where(JsonNode loc) {
    var path = new StringBuilder();
    for (JsonNode element : loc) {
      if (path.length() < 200) {
        String word = word(element);
        path.append(path.isEmpty() ? "" : ".").append(word.isEmpty() ? "?" : word);
      }
    }
    return path.toString();
  }

  private static String word(JsonNode node) {
    String text = node.asText();
    return WORD.matcher(text).matches() ? text : "";
  }
}
