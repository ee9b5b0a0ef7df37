package dev.darkroom.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON with one way to write it: names are sorted, and what not every store can keep as a number or
 * a text is written as the text that all can keep.
 */
final class Canonical {
  private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

  private Canonical() {}

  static JsonNode of(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> object(json);
      case ARRAY -> {
        ArrayNode array = MAKE.arrayNode();
        json.forEach(each -> array.add(of(each)));
        yield array;
      }
      case NUMBER -> number(json);
      case STRING -> MAKE.textNode(whole(json.textValue()));
      case BOOLEAN, NULL -> json;
      case BINARY, MISSING, POJO ->
          throw new IllegalStateException("What was read is never such a node: indicates a bug");
    };
  }

  private static ObjectNode object(JsonNode json) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    json.properties().forEach(each -> sorted.put(whole(each.getKey()), of(each.getValue())));
    ObjectNode object = MAKE.objectNode();
    object.setAll(sorted);
    return object;
  }

  private static JsonNode number(JsonNode json) {
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      return MAKE.numberNode(json.longValue());
    }
    if (json.isFloatingPointNumber() && Double.isFinite(json.doubleValue())) {
      return MAKE.numberNode(json.doubleValue());
    }
    return MAKE.textNode(json.asText());
  }

  /** Half of a surrogate pair is no character. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
