package dev.darkroom.db.surreal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One record as it was read. A field that is not what it must be is an {@link
 * IllegalStateException} that names it.
 */
record Row(Map<?, ?> fields) {
  /** What a block returned; null for NONE. */
  static @Nullable Row of(@Nullable Object value) {
    return value instanceof Map<?, ?> fields ? new Row(fields) : null;
  }

  static List<Row> all(@Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      throw new IllegalStateException("A list of records was expected");
    }
    List<Row> rows = new ArrayList<>();
    for (Object each : list) {
      rows.add(new Row((Map<?, ?>) each));
    }
    return rows;
  }

  RecordId id() {
    return required("id", RecordId.class);
  }

  /** The record that is named there. */
  RecordId link(String name) {
    return required(name, RecordId.class);
  }

  String text(String name) {
    return required(name, String.class);
  }

  @Nullable String textOrNull(String name) {
    return optional(name, String.class);
  }

  long number(String name) {
    return required(name, Long.class);
  }

  @Nullable Long numberOrNull(String name) {
    return optional(name, Long.class);
  }

  double decimal(String name) {
    return required(name, Number.class).doubleValue();
  }

  @Nullable Double decimalOrNull(String name) {
    Number number = optional(name, Number.class);
    return number == null ? null : number.doubleValue();
  }

  Instant time(String name) {
    return required(name, Instant.class);
  }

  @Nullable Instant timeOrNull(String name) {
    return optional(name, Instant.class);
  }

  @Nullable Row rowOrNull(String name) {
    return of(fields.get(name));
  }

  List<?> list(String name) {
    return required(name, List.class);
  }

  JsonNode json(String name) {
    return tree(name, required(name, Object.class));
  }

  @Nullable JsonNode jsonOrNull(String name) {
    Object value = optional(name, Object.class);
    return value == null ? null : tree(name, value);
  }

  /** A value that is stored as something else, such as the name of a constant. */
  <T> T as(String name, Function<String, T> parse) {
    try {
      return parse.apply(text(name));
    } catch (IllegalArgumentException e) {
      throw broken(name, e);
    }
  }

  private JsonNode tree(String name, @Nullable Object value) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (value) {
      case null -> make.nullNode();
      case String text -> make.textNode(text);
      case Boolean truth -> make.booleanNode(truth);
      case Long number -> make.numberNode(number.longValue());
      case Double number -> make.numberNode(number.doubleValue());
      case List<?> list -> {
        ArrayNode array = make.arrayNode();
        list.forEach(each -> array.add(tree(name, each)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = make.objectNode();
        map.forEach((key, each) -> object.set((String) key, tree(name, each)));
        yield object;
      }
      default -> throw broken(name, null);
    };
  }

  private <T> T required(String name, Class<T> type) {
    T value = optional(name, type);
    if (value == null) {
      throw broken(name, null);
    }
    return value;
  }

  private <T> @Nullable T optional(String name, Class<T> type) {
    Object value = fields.get(name);
    if (value == null || value == None.NONE) {
      return null;
    }
    if (!type.isInstance(value)) {
      throw broken(name, null);
    }
    return type.cast(value);
  }

  private IllegalStateException broken(String name, @Nullable Throwable cause) {
    return new IllegalStateException(
        "The field %s of %s cannot be read".formatted(name, fields.get("id")), cause);
  }
}
