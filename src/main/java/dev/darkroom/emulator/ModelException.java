package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A model's own refusal: the status and body that the result call will answer. */
public final class ModelException extends Exception {
  private final int status;
  private final transient ObjectNode body;

  public ModelException(int status, ObjectNode body) {
    super("the model answers " + status, null, false, false);
    this.status = status;
    this.body = body;
  }

  /** A 422 with these details (see {@link #detail}). */
  public static ModelException unprocessable(ArrayNode details) {
    ObjectNode body = Json.object();
    body.set("detail", details);
    return new ModelException(422, body);
  }

  /** A 422 that blames one input field, with one documented error type. */
  public static ModelException unprocessable(String field, String type, String message) {
    ArrayNode details = JsonNodeFactory.instance.arrayNode();
    details.add(detail(field, type, message));
    return unprocessable(details);
  }

  /**
   * One element of a {@code detail} array: loc, msg, type, url.
   *
   * @param field a field, or a place in one: {@code image_urls.1}, {@code image_size.width}
   */
  static ObjectNode detail(String field, String type, String message) {
    ObjectNode detail = Json.object();
    ArrayNode loc = detail.putArray("loc").add("body");
    for (String step : field.split("\\.", -1)) {
      if (step.matches("\\d{1,9}")) {
        loc.add(Integer.parseInt(step));
      } else {
        loc.add(step);
      }
    }
    return detail
        .put("msg", message)
        .put("type", type)
        .put("url", "https://docs.fal.ai/errors#" + type);
  }

  public int status() {
    return status;
  }

  public ObjectNode body() {
    return body;
  }
}
