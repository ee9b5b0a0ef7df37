package dev.darkroom.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself, to hold its answers against: address, method, status, kind of body,
 * headers, and every field of the body, of which none may be there that is not described.
 */
public final class Described {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PROBLEM = "application/problem+json";

  private final JsonNode openApi;
  private final ObjectNode closed;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  /**
   * One answer as it came.
   *
   * @param header its value, or null
   */
  public record Answer(
      String method,
      String path,
      int status,
      Function<String, @Nullable String> header,
      String body) {

    /** What was asked, in a line. */
    String line() {
      return "%s %s → %d".formatted(method, path, status);
    }
  }

  public Described(JsonNode openApi) {
    this.openApi = openApi;
    this.closed = (ObjectNode) openApi.path("components").deepCopy();
    close(closed);
  }

  /** Additions are no harm to clients, so the description does not exclude them; this does. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(Described::close);
  }

  /** Whether the description speaks of this address at all: of the API, and not of the page. */
  public static boolean speaksOf(String method, String path) {
    return !method.equals("OPTIONS") && (path.startsWith("/api/") || path.equals("/sign-in"));
  }

  /** What does not fit; empty if all does. */
  public List<String> deviations(Answer answer) {
    String path = asRouted(answer.path());
    JsonNode item = item(path);
    String method =
        answer.method().equals("HEAD") ? "get" : answer.method().toLowerCase(Locale.ROOT);
    JsonNode operation = item.path(method);
    List<String> wrong = new ArrayList<>();
    if (operation.isMissingNode()) {
      undescribed(answer, wrong);
    } else {
      JsonNode response =
          resolved(operation.path("responses").path(Integer.toString(answer.status())));
      if (response.isMissingNode()) {
        wrong.add("this status is not described: " + text(answer));
      } else {
        described(answer, response, wrong);
      }
    }
    return wrong.stream().map(each -> answer.line() + ": " + each).toList();
  }

  /**
   * As the server finds a resource by it: without parameters of its parts, dots and a last slash.
   */
  private static String asRouted(String path) {
    String plain = path.replaceAll("(?i)%2e", ".").replaceAll(";[^/]*", "");
    String whole = plain.contains("/.") ? URI.create(plain).normalize().getRawPath() : plain;
    return whole.replaceFirst("(.)/$", "$1");
  }

  /** What is not offered is refused, in the form of all refusals. */
  private void undescribed(Answer answer, List<String> wrong) {
    if (answer.status() < 400) {
      wrong.add("this address is not described");
    } else {
      content(
          answer, resolved(JsonNodeFactory.instance.objectNode().put("$ref", "NotFound")), wrong);
    }
  }

  private void described(Answer answer, JsonNode response, List<String> wrong) {
    content(answer, response, wrong);
    for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
      String value = answer.header().apply(header.getKey());
      if (value == null && header.getValue().path("required").asBoolean()) {
        wrong.add("the header %s is missing".formatted(header.getKey()));
      }
      if (value != null
          && header.getValue().path("schema").path("type").asText().equals("integer")
          && !value.matches("[0-9]+")) {
        wrong.add("the header %s is no number: %s".formatted(header.getKey(), value));
      }
    }
    JsonNode codes = response.path("x-codes");
    if (codes.isArray() && isJson(answer) && !answer.body().isEmpty()) {
      String code = read(answer).path("code").asText();
      boolean listed = false;
      for (JsonNode each : codes) {
        listed |= each.asText().equals(code);
      }
      if (!listed) {
        wrong.add("the code %s is not described (web.openapi.ErrorAnswer)".formatted(code));
      }
    }
  }

  private void content(Answer answer, JsonNode response, List<String> wrong) {
    JsonNode content = response.path("content");
    if (content.isEmpty()) {
      if (!answer.body().isEmpty()) {
        wrong.add("no body is described: " + text(answer));
      }
      return;
    }
    String type = type(answer);
    if (type.isEmpty() && answer.body().isEmpty() && response.has("x-words")) {
      return;
    }
    JsonNode media = content.path(type);
    if (media.isMissingNode()) {
      media = content.path(type.replaceFirst("/.*", "/*"));
    }
    if (media.isMissingNode()) {
      wrong.add("a body of the kind %s is not described".formatted(type));
    } else if (isJson(answer) && !answer.body().isEmpty() && media.has("schema")) {
      body(answer, media.path("schema"), wrong);
    }
  }

  private void body(Answer answer, JsonNode schema, List<String> wrong) {
    wrong.addAll(faults(schema, read(answer)));
  }

  /** What of a body does not fit this schema of the description. */
  public List<String> faults(JsonNode schema, JsonNode body) {
    Schema compiled = schemas.computeIfAbsent(schema.toString(), _ -> compiled(schema));
    return compiled.validate(body).stream()
        .map(error -> "%s (%.300s)".formatted(error, body))
        .sorted()
        .toList();
  }

  private Schema compiled(JsonNode schema) {
    ObjectNode whole =
        schema.isObject() ? schema.deepCopy() : JsonNodeFactory.instance.objectNode();
    close(whole);
    whole.set("components", closed);
    return registry.getSchema(whole);
  }

  /** The one whose fixed parts are most, as a server looks for it. */
  private JsonNode item(String path) {
    JsonNode paths = openApi.path("paths");
    if (paths.has(path)) {
      return paths.path(path);
    }
    for (Map.Entry<String, JsonNode> each : paths.properties()) {
      String pattern = Pattern.quote(each.getKey()).replaceAll("\\{[^}]*}", "\\\\E[^/]+\\\\Q");
      if (path.matches(pattern)) {
        return each.getValue();
      }
    }
    return paths.path(path);
  }

  private JsonNode resolved(JsonNode response) {
    String ref = response.path("$ref").asText();
    return ref.isEmpty()
        ? response
        : openApi
            .path("components")
            .path("responses")
            .path(ref.substring(ref.lastIndexOf('/') + 1));
  }

  private static String type(Answer answer) {
    String type = answer.header().apply("Content-Type");
    return type == null ? "" : type.replaceFirst("\\s*;.*", "").toLowerCase(Locale.ROOT);
  }

  static boolean isJson(Answer answer) {
    String type = type(answer);
    return type.equals("application/json") || type.equals(PROBLEM);
  }

  private static JsonNode read(Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.textNode("no JSON: " + text(answer));
    }
  }

  private static String text(Answer answer) {
    return "%.300s".formatted(answer.body());
  }
}
