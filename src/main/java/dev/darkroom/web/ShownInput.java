package dev.darkroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A job's input as operators may see it. How the provider is called is told by its models only;
 * texts are cut, addresses lose what may open them, and what is named like a secret is left out.
 */
final class ShownInput {
  private static final int TEXT_LENGTH_MAX = 500;
  private static final int ITEMS_MAX = 100;
  private static final int DEPTH_MAX = 8;
  private static final String LEFT_OUT = "(left out)";
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(secret|token|password|signature|authorization|api_?key).*");
  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?://)([^/?#]*@)?([^?#]*).*");

  private ShownInput() {}

  static JsonNode of(JsonNode input) {
    JsonNode shown = shown(input, 0);
    if (shown instanceof ObjectNode object) {
      object.remove(List.of("calls", "versions"));
    }
    return shown;
  }

  /** The models of its calls, in their order. */
  static List<String> models(JsonNode input) {
    List<String> models = new ArrayList<>();
    for (JsonNode call : input.path("calls")) {
      models.add(call.path("model").asText());
    }
    return models;
  }

  private static JsonNode shown(JsonNode value, int depth) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (value.isContainerNode() && depth > DEPTH_MAX) {
      return make.textNode(LEFT_OUT);
    }
    return switch (value) {
      case ObjectNode object -> object(object, depth);
      case ArrayNode array -> {
        ArrayNode some = make.arrayNode();
        for (int i = 0; i < Math.min(ITEMS_MAX, array.size()); i++) {
          some.add(shown(array.path(i), depth + 1));
        }
        yield some;
      }
      case JsonNode text when text.isTextual() -> make.textNode(text(text.asText()));
      case JsonNode other -> other;
    };
  }

  private static ObjectNode object(ObjectNode object, int depth) {
    ObjectNode some = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      if (some.size() < ITEMS_MAX) {
        boolean secret = SECRET.matcher(each.getKey()).matches();
        some.set(
            text(each.getKey()),
            secret
                ? JsonNodeFactory.instance.textNode(LEFT_OUT)
                : shown(each.getValue(), depth + 1));
      }
    }
    return some;
  }

  private static String text(String text) {
    if (text.regionMatches(true, 0, "data:", 0, 5)) {
      return "data: " + LEFT_OUT;
    }
    var address = ADDRESS.matcher(text);
    String plain = address.matches() ? address.group(1) + address.group(3) : text;
    return plain.length() <= TEXT_LENGTH_MAX
        ? plain
        : "%s… (%d characters)".formatted(plain.substring(0, TEXT_LENGTH_MAX), plain.length());
  }
}
