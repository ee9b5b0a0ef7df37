package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the fields of a model's input, and gathers all complaints as the real apps do. */
final class InputCheck {
  private final ObjectNode input;
  private final String prefix;
  private final ArrayNode complaints;

  InputCheck(ObjectNode input) {
    this(input, "", JsonNodeFactory.instance.arrayNode());
  }

  private InputCheck(ObjectNode input, String prefix, ArrayNode complaints) {
    this.input = input;
    this.prefix = prefix;
    this.complaints = complaints;
  }

  /** Reads the fields of an object in a field; its complaints are gathered here. */
  InputCheck within(String field, ObjectNode object) {
    return new InputCheck(object, prefix + field + ".", complaints);
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

  /** A whole number within bounds (inclusive) that must be there. */
  int requiredInteger(String field, int min, int max) {
    if (input.path(field).isMissingNode()) {
      complain(field, "missing", "Field required");
      return min;
    }
    return integer(field, min, max, min);
  }

  /** The field {@code seed}, 0 or more; −1 if it is not there. */
  int seed() {
    return input.has("seed") ? integer("seed", 0, Integer.MAX_VALUE, 0) : -1;
  }

  /** One of a few texts. */
  String choice(String field, List<String> allowed, String otherwise) {
    JsonNode node = input.path(field);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (node.isTextual() && allowed.contains(node.textValue())) {
      return node.textValue();
    }
    ObjectNode detail =
        complain(field, "one_of", "Input should be one of " + String.join(", ", allowed));
    ObjectNode context = detail.putObject("ctx");
    ArrayNode expected = context.putArray("expected");
    allowed.forEach(expected::add);
    return otherwise;
  }

  /** A list of texts with at least one and at most so many elements; empty after a complaint. */
  List<String> texts(String field, int max) {
    JsonNode node = input.path(field);
    if (node.isMissingNode()) {
      complain(field, "missing", "Field required");
      return List.of();
    }
    if (!node.isArray()) {
      complain(field, "list_type", "Input should be a valid list");
      return List.of();
    }
    if (node.isEmpty()) {
      length(field, "sequence_too_short", "at least 1", "min_length", 1);
    } else if (node.size() > max) {
      length(field, "sequence_too_long", "at most " + max, "max_length", max);
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < node.size() && i < max; i++) {
      if (!node.get(i).isTextual()) {
        complaints.add(
            ModelException.detail(
                prefix + field + "." + i, "string_type", "Input should be a valid string"));
      }
      texts.add(node.get(i).asText());
    }
    return texts;
  }

  /** Adds a complaint of the model's own; the detail may be given a {@code ctx}. */
  ObjectNode refuse(String field, String type, String message) {
    return complain(field, type, message);
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

  private void length(String field, String type, String words, String key, int limit) {
    complain(field, type, "List should have " + words + " items").putObject("ctx").put(key, limit);
  }

  private ObjectNode complain(String field, String type, String message) {
    ObjectNode detail = ModelException.detail(prefix + field, type, message);
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
