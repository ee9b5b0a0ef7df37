package dev.darkroom.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;

/** Bodies that are nearly right: of the shape that a schema says, with some of it gone wrong. */
final class RandomJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** With escapes, so that also halves of characters arrive. */
  private static final JsonMapper WRITER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** For what has a name that nothing else is known of. */
  static final List<String> WORDS =
      List.of("16:9", "720p", "auto", "png", "a red car", "5", "1", "image", "completed");

  private final Random random;
  private final OddValues odd;

  /** One in so many texts is wrong, and half as many values: where all are odd, none is read. */
  private final int wrongOneIn;

  private final JsonNode schemas;
  private final BiFunction<String, Random, Optional<String>> known;

  /**
   * Bodies from this source.
   *
   * @param schemas those that others refer to
   * @param known a text that fits a field of this name, if the name says anything
   */
  RandomJson(Random random, JsonNode schemas, BiFunction<String, Random, Optional<String>> known) {
    this.random = random;
    this.odd = new OddValues(random);
    this.wrongOneIn = random.nextInt(3) == 0 ? 100 : 3 + random.nextInt(10);
    this.schemas = schemas;
    this.known = known;
  }

  /** A body as it is sent; at times it is no JSON at all. */
  String body(JsonNode schema) {
    String text = written(value("", schema));
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(40)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(0, at) + (char) random.nextInt(0x3000) + text.substring(at);
      case 2 -> text + text;
      case 3 -> text.replaceFirst("\\{", "{\"prompt\":1,");
      default -> text;
    };
  }

  /** A body as this example says it, about things that are known here; now and then with a slip. */
  String like(JsonNode example) {
    return written(like("", example));
  }

  private JsonNode like(String name, JsonNode example) {
    if (chance(40)) {
      return anything(0);
    }
    if (example.isObject()) {
      ObjectNode object = JSON.objectNode();
      example.properties().forEach(e -> object.set(e.getKey(), like(e.getKey(), e.getValue())));
      return object;
    }
    if (example.isArray()) {
      ArrayNode array = JSON.arrayNode();
      example.forEach(each -> array.add(like(name, each)));
      return array;
    }
    return example.isTextual()
        ? JSON.textNode(known.apply(name, random).orElseGet(example::asText))
        : example;
  }

  private static String written(JsonNode node) {
    try {
      return WRITER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can be written", e);
    }
  }

  /** A value for a field, mostly of the kind that its schema says. */
  private JsonNode value(String name, JsonNode schema) {
    JsonNode plain = resolved(schema);
    if (chance(2 * wrongOneIn)) {
      return anything(0);
    }
    return switch (type(plain)) {
      case "object" -> object(plain);
      case "array" -> array(name, plain.path("items"));
      case "string" -> JSON.textNode(text(name));
      case "number", "integer" -> odd.number();
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      default -> anything(0);
    };
  }

  private JsonNode resolved(JsonNode schema) {
    for (String several : List.of("anyOf", "oneOf", "allOf")) {
      if (schema.has(several)) {
        return resolved(schema.path(several).path(0));
      }
    }
    String ref = schema.path("$ref").asText();
    return ref.isEmpty() ? schema : schemas.path(ref.substring(ref.lastIndexOf('/') + 1));
  }

  /** The first of several, where null is the other. */
  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return (type.isArray() ? type.path(0) : type).asText();
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = JSON.objectNode();
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      if (chance(2)) {
        object.set(each.getKey(), value(each.getKey(), each.getValue()));
      }
    }
    while (chance(2 * wrongOneIn) || (schema.has("additionalProperties") && !chance(3))) {
      object.set(text("name"), anything(1));
    }
    return object;
  }

  private ArrayNode array(String name, JsonNode items) {
    ArrayNode array = JSON.arrayNode();
    for (int left = chance(30) ? 200 : random.nextInt(4); left > 0; left--) {
      array.add(value(name, items));
    }
    return array;
  }

  /** A text for this name, which may be one that fits it. */
  String text(String name) {
    return chance(wrongOneIn)
        ? odd.text()
        : known.apply(name, random).orElseGet(() -> WORDS.get(random.nextInt(WORDS.size())));
  }

  private JsonNode anything(int depth) {
    return switch (random.nextInt(depth > 3 ? 4 : 7)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> odd.number();
      case 3 -> JSON.textNode(odd.text());
      case 4 -> JSON.arrayNode().add(anything(depth + 1)).add(anything(depth + 1));
      case 5 -> JSON.objectNode().set(odd.text(), anything(depth + 1));
      default -> OddValues.deep(1 + random.nextInt(900));
    };
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
