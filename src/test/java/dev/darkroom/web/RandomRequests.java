package dev.darkroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Requests to what a description of the server offers. */
final class RandomRequests {
  private final JsonNode openApi;
  private final BiFunction<String, Random, Optional<String>> known;
  private final List<Endpoint> endpoints;

  /**
   * Requests by this description.
   *
   * @param known a text that fits a field of this name, or a parameter after its method: {@code
   *     delete key}
   */
  RandomRequests(JsonNode openApi, BiFunction<String, Random, Optional<String>> known) {
    this.openApi = openApi;
    this.known = known;
    // Who closes the door sends all others home; and the log of a user has no end.
    this.endpoints =
        Endpoint.of(openApi).stream()
            .filter(
                each ->
                    !Set.of("post /api/admin/intake", "get /api/events").contains(each.toString()))
            .toList();
  }

  /**
   * A request.
   *
   * @param words it, as a person would repeat it
   */
  record Drawn(Endpoint endpoint, HttpRequest request, String words) {}

  List<Endpoint> endpoints() {
    return endpoints;
  }

  Drawn next(Random random) {
    JsonNode schemas = openApi.path("components").path("schemas");
    RandomJson json = new RandomJson(random, schemas, known);
    Endpoint endpoint = endpoints.get(random.nextInt(endpoints.size()));
    String body = endpoint.type().isEmpty() ? null : body(endpoint, json, schemas, random);
    String target = target(endpoint, json, random);
    URI uri = URI.create("http://localhost:" + RestAssured.port + target);
    return new Drawn(
        endpoint,
        request(endpoint, uri, body, random),
        "%s %s %.400s".formatted(endpoint.method(), target, body));
  }

  private static String body(Endpoint endpoint, RandomJson json, JsonNode schemas, Random random) {
    JsonNode example = endpoint.isForm() ? endpoint.example().path("data") : endpoint.example();
    if (!example.isMissingNode() && random.nextBoolean()) {
      // Where all is random, hardly a request comes as far as to become a job.
      return json.like(example);
    }
    // What the JSON in a form may hold is not described; some of all there is will fit.
    return json.body(endpoint.isForm() ? anyOfThese(schemas, random) : endpoint.schema());
  }

  private static ObjectNode anyOfThese(JsonNode schemas, Random random) {
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode fields = all.putObject("properties");
    for (JsonNode schema : schemas) {
      for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
        if (random.nextInt(4) == 0) {
          fields.set(each.getKey(), each.getValue());
        }
      }
    }
    return all;
  }

  private static String target(Endpoint endpoint, RandomJson json, Random random) {
    String path = endpoint.path();
    for (int at = path.indexOf('{'); at >= 0; at = path.indexOf('{')) {
      int end = path.indexOf('}');
      String value = encoded(json.text(endpoint.method() + " " + path.substring(at + 1, end)));
      path = path.substring(0, at) + value + path.substring(end + 1);
    }
    StringBuilder target = new StringBuilder(path);
    char sign = '?';
    for (String name : endpoint.query()) {
      // Left out at times, and at times said twice.
      int dice = random.nextInt(8);
      for (int times = dice == 0 ? 2 : Math.min(1, dice / 3); times > 0; times--) {
        target
            .append(sign)
            .append(name)
            .append('=')
            .append(encoded(json.text(endpoint.method() + " " + name)));
        sign = '&';
      }
    }
    return target.toString();
  }

  /** As long as the first line of a request may be. */
  private static String encoded(String text) {
    String some = text.length() <= 200 ? text : text.substring(0, 200);
    return URLEncoder.encode(some, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static HttpRequest request(
      Endpoint endpoint, URI uri, @Nullable String body, Random random) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(30))
            .header("Prefer", random.nextInt(20) == 0 ? "wait=1" : "respond-async");
    if (random.nextInt(3) == 0) {
      request.header("Idempotency-Key", "k" + random.nextInt(200));
    }
    String method = endpoint.method().toUpperCase(Locale.ROOT);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String type = endpoint.isForm() ? "multipart/form-data; boundary=edge" : "application/json";
    return request
        .header("Content-Type", random.nextInt(30) == 0 ? "text/plain" : type)
        .method(method, BodyPublishers.ofByteArray(endpoint.isForm() ? form(bytes, random) : bytes))
        .build();
  }

  /** The JSON as the field that carries it; some with a picture, of which a video is made. */
  private static byte[] form(byte[] json, Random random) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    part(form, "data\"", json);
    if (random.nextInt(20) == 0) {
      String field = random.nextBoolean() ? "startImage" : "file";
      part(form, field + "\"; filename=\"a.png\"", Photos.png(32, 24));
    }
    form.writeBytes("--edge--\r\n".getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  private static void part(ByteArrayOutputStream form, String named, byte[] bytes) {
    String head = "--edge\r\nContent-Disposition: form-data; name=\"%s\r\n\r\n".formatted(named);
    form.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(bytes);
    form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }
}
