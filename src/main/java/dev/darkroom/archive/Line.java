package dev.darkroom.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row, the same whichever store it comes from.
 *
 * @param values String, Long, Double or JsonNode for each field of its kind, or null
 */
public record Line(Kind kind, Map<String, @Nullable Object> values) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  /** How texts of keys are ordered in a file, and by both stores. */
  public static final Comparator<String> TEXTS =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /** How lines are ordered in a file. */
  static final Comparator<Line> IN_FILE =
      Comparator.comparing(Line::kind).thenComparing(Line::compareKeys);

  /**
   * A line of what is given for each field.
   *
   * @throws ArchiveException if a field that must have a value has none
   */
  public static Line of(Kind kind, Function<Field, @Nullable Object> given) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Field field : kind.fields()) {
      Object value = given.apply(field);
      if (value == null && !field.optional()) {
        throw new ArchiveException("%s has no %s".formatted(kind.word(), field.name()));
      }
      values.put(field.name(), value instanceof JsonNode json ? Canonical.of(json) : value);
    }
    return new Line(kind, values);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws ArchiveException if it is anything else
   */
  static Line parse(Kind kind, String text) {
    Line line;
    try {
      JsonNode json = JSON.readTree(text);
      line = of(kind, field -> value(field, json.path(field.name())));
    } catch (JsonProcessingException e) {
      throw new ArchiveException("it is no JSON");
    }
    if (!line.json().equals(text)) {
      throw new ArchiveException("it is not as an export writes it");
    }
    return line;
  }

  private static @Nullable Object value(Field field, JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return null;
    }
    return switch (field.type()) {
      case TEXT -> json.textValue();
      case NUMBER, TIME -> json.canConvertToLong() ? json.longValue() : null;
      case DECIMAL -> json.isNumber() ? json.doubleValue() : null;
      case JSON -> json;
    };
  }

  private static int compareKeys(Line one, Line other) {
    int order = 0;
    for (Field field : one.kind.key()) {
      if (order == 0) {
        order =
            one.value(field.name()) instanceof String text
                ? TEXTS.compare(text, other.text(field.name()))
                : Long.compare(one.number(field.name()), other.number(field.name()));
      }
    }
    return order;
  }

  public @Nullable Object value(String field) {
    return values.get(field);
  }

  /** A text that is never null. */
  public String text(String field) {
    return (String) Objects.requireNonNull(values.get(field));
  }

  /** A number or a time that is never null. */
  public long number(String field) {
    return (Long) Objects.requireNonNull(values.get(field));
  }

  /** The text of the line, without its end. */
  public String json() {
    ObjectNode json = MAKE.objectNode().put("kind", kind.word());
    values.forEach((field, value) -> json.set(field, node(value)));
    return write(json);
  }

  private static JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> MAKE.nullNode();
      case JsonNode json -> json;
      case String text -> MAKE.textNode(text);
      case Long number -> MAKE.numberNode(number.longValue());
      case Double number -> MAKE.numberNode(number.doubleValue());
      default -> throw new IllegalStateException(value.getClass() + " in a line indicates a bug");
    };
  }

  static String write(JsonNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was built here is always JSON: indicates a bug", e);
    }
  }

  /** For people: {@code job 0198…}, {@code entry ann@example.org 3}. */
  public String name() {
    return kind.key().stream()
        .map(field -> String.valueOf(values.get(field.name())))
        .collect(Collectors.joining(" ", kind.word() + " ", ""));
  }
}
