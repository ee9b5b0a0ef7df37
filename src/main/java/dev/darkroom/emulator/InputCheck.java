package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Reads the fields of a model's input, and gathers all complaints as the real apps do. */
final class InputCheck {
  private final ObjectNode input;
  private final ArrayNode complaints = JsonNodeFactory.instance.arrayNode();

  InputCheck(ObjectNode input) {
    this.input = input;
  }

  /** A text that must be there; an empty one in case of a complaint. */
  String required(String field) {
    JsonNode node = input.path(field);
    if (node.isMissingNode()) {
      complain(field, "missing", "Field required");
    } else if (!node.isTextual()) {
      complain(field, "string_type", "Input should be a valid string");
    }
    return node.asText("");
  }

  String text(String field, String otherwise) {
    return input.path(field).isMissingNode() ? otherwise : required(field);
  }

  boolean flag(String field, boolean otherwise) {
    JsonNode node = input.path(field);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      complain(field, "bool_type", "Input should be a valid boolean");
    }
    return node.asBoolean(otherwise);
  }

  /** A number within bounds (inclusive); digits in a string count as a number, as in pydantic. */
  double number(String field, double min, double max, double otherwise) {
    JsonNode node = input.path(field);
    if (node.isMissingNode()) {
      return otherwise;
    }
    double value;
    try {
      value = node.isTextual() ? Double.parseDouble(node.textValue().strip()) : numeric(node);
    } catch (NumberFormatException _) {
      String type = node.isTextual() ? "float_parsing" : "float_type";
      complain(field, type, "Input should be a valid number");
      return otherwise;
    }
    return within(field, value, min, max) ? value : otherwise;
  }

  /** A whole number within bounds (inclusive). */
  int integer(String field, int min, int max, int otherwise) {
    double value = number(field, min, max, otherwise);
    if (value != Math.rint(value)) {
      complain(
          field,
          "int_from_float",
          "Input should be a valid integer, got a number with a fractional part");
      return otherwise;
    }
    return (int) value;
  }

  /** Ends the run with a 422 if there was any complaint. */
  void orThrow() throws ModelException {
    if (!complaints.isEmpty()) {
      throw ModelException.unprocessable(complaints);
    }
  }

  private static double numeric(JsonNode node) {
    if (!node.isNumber()) {
      throw new NumberFormatException();
    }
    return node.doubleValue();
  }

  private boolean within(String field, double value, double min, double max) {
    // Written so that NaN fails the first test.
    if (!(value >= min)) {
      bound(field, "greater_than_equal", "greater than or equal to", "ge", min);
      return false;
    }
    if (value > max) {
      bound(field, "less_than_equal", "less than or equal to", "le", max);
      return false;
    }
    return true;
  }

  private void bound(String field, String type, String words, String key, double limit) {
    ObjectNode detail = complain(field, type, "Input should be " + words + " " + plain(limit));
    ObjectNode context = detail.putObject("ctx");
    if (limit == Math.rint(limit)) {
      context.put(key, (long) limit);
    } else {
      context.put(key, limit);
    }
  }

  private ObjectNode complain(String field, String type, String message) {
    ObjectNode detail = ModelException.detail(field, type, message);
    if (!input.path(field).isMissingNode()) {
      detail.set("input", input.path(field));
    }
    complaints.add(detail);
    return detail;
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
