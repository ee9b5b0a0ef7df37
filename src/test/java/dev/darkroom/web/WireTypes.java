package dev.darkroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The bodies that a description of the server speaks of, as types of TypeScript. */
final class WireTypes {
  private static final String HEAD =
      """
      // The bodies of the HTTP API, made from /q/openapi. Do not edit: ClientTest compares it, and says how it is renewed.
      """;

  private final JsonNode components;
  private final StringBuilder text = new StringBuilder(HEAD);

  private WireTypes(JsonNode components) {
    this.components = components;
  }

  static String of(JsonNode openApi) {
    return new WireTypes(openApi.path("components")).written();
  }

  private String written() {
    components
        .path("schemas")
        .properties()
        .forEach(each -> declare(each.getKey(), each.getValue()));
    Set<String> codes = new TreeSet<>();
    components
        .path("responses")
        .forEach(response -> response.path("x-codes").forEach(code -> codes.add(code.asText())));
    text.append("\nexport type ErrorCode =\n");
    codes.forEach(code -> text.append("  | '").append(code).append("'\n"));
    text.setLength(text.length() - 1);
    return text.append(";\n").toString();
  }

  private void declare(String name, JsonNode schema) {
    if (!schema.has("properties")) {
      String comment = schema.path("format").asText().equals("date-time") ? " // ISO 8601" : "";
      text.append("\nexport type %s = %s;%s\n".formatted(name, type(schema), comment));
      return;
    }
    text.append("\nexport interface ").append(name).append(" {\n");
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(each -> required.add(each.asText()));
    for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
      String sign = required.contains(each.getKey()) ? "" : "?";
      text.append("  %s%s: %s;\n".formatted(each.getKey(), sign, type(each.getValue())));
    }
    text.append("}\n");
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      String ref = schema.path("$ref").asText();
      return ref.substring(ref.lastIndexOf('/') + 1);
    }
    for (String several : List.of("anyOf", "oneOf")) {
      if (schema.has(several)) {
        return union(schema.path(several));
      }
    }
    if (schema.has("enum")) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(each -> "'" + each.asText() + "'")
          .collect(Collectors.joining(" | "));
    }
    JsonNode type = schema.path("type");
    List<String> names = new ArrayList<>();
    if (type.isArray()) {
      type.forEach(each -> names.add(named(each.asText(), schema)));
    } else {
      names.add(named(type.asText(), schema));
    }
    return String.join(" | ", names);
  }

  private static String union(JsonNode several) {
    return StreamSupport.stream(several.spliterator(), false)
        .map(WireTypes::type)
        .collect(Collectors.joining(" | "));
  }

  private static String named(String type, JsonNode schema) {
    return switch (type) {
      case "integer", "number" -> "number";
      case "array" -> array(type(schema.path("items")));
      case "object" ->
          schema.path("additionalProperties").isObject()
              ? "Record<string, %s>".formatted(type(schema.path("additionalProperties")))
              : "Record<string, unknown>";
      case "string", "boolean", "null" -> type;
      case "" -> "unknown";
      default -> throw new IllegalArgumentException(type);
    };
  }

  private static String array(String of) {
    return of.contains(" ") ? "(%s)[]".formatted(of) : of + "[]";
  }
}
