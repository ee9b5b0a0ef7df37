package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.testing.Described;
import dev.darkroom.testing.Described.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the server says of itself: whole, true of its own examples, and shown without the net. */
@QuarkusTest
class OpenApiTest extends ServerTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static JsonNode openApi() throws IOException {
    return JSON.readTree(given().get("/q/openapi?format=json").asString());
  }

  /** Every operation by its method and path. */
  private static Map<String, JsonNode> operations(JsonNode openApi) {
    Map<String, JsonNode> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : openApi.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> each : path.getValue().properties()) {
        all.put(each.getKey() + " " + path.getKey(), each.getValue());
      }
    }
    return all;
  }

  @Test
  void everyOperationHasANameOfItsOwnAndAChapter() throws IOException {
    JsonNode openApi = openApi();
    Set<String> names = new HashSet<>();
    Set<String> tags = new HashSet<>();
    openApi.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
    operations(openApi)
        .forEach(
            (name, operation) -> {
              assertTrue(names.add(operation.path("operationId").asText()), name);
              assertFalse(operation.path("summary").asText().isBlank(), name);
              assertTrue(tags.contains(operation.path("tags").path(0).asText()), name);
            });
  }

  @Test
  void everyBodyHasAnExample() throws IOException {
    Set<String> without = new TreeSet<>();
    operations(openApi())
        .forEach(
            (name, operation) -> {
              for (Map.Entry<String, JsonNode> body :
                  operation.path("requestBody").path("content").properties()) {
                if (!body.getKey().equals("*/*") && !body.getValue().has("example")) {
                  without.add(name);
                }
              }
              for (Map.Entry<String, JsonNode> answer : operation.path("responses").properties()) {
                for (Map.Entry<String, JsonNode> body :
                    answer.getValue().path("content").properties()) {
                  if (body.getKey().contains("json") && !body.getValue().has("example")) {
                    without.add(name + " " + answer.getKey());
                  }
                }
              }
            });
    assertEquals(Set.of(), without, "openapi/operations.json lacks them");
  }

  @Test
  void everyExampleFits() throws IOException {
    JsonNode openApi = openApi();
    Described described = new Described(openApi);
    List<JsonNode> bodies = new ArrayList<>();
    for (JsonNode operation : operations(openApi).values()) {
      operation.path("requestBody").path("content").forEach(bodies::add);
      operation.path("responses").forEach(answer -> answer.path("content").forEach(bodies::add));
    }
    openApi
        .path("components")
        .path("responses")
        .forEach(answer -> answer.path("content").forEach(bodies::add));
    List<String> wrong = new ArrayList<>();
    for (JsonNode body : bodies) {
      if (body.has("example")) {
        wrong.addAll(described.faults(body.path("schema"), body.path("example")));
      }
    }
    assertTrue(bodies.size() > 50, () -> "few bodies: " + bodies.size());
    assertEquals(List.of(), wrong);
  }

  /** What every test leans on must see what is wrong. */
  @Test
  void whatIsNotAsDescribedIsSeen() throws IOException {
    Described described = new Described(openApi());
    Map<String, String> json = Map.of("Content-Type", "application/json");
    String credits = "{\"balance\":1,\"held\":0,\"available\":1%s}";
    assertEquals(List.of(), deviations(described, "GET", 200, json, credits.formatted("")));
    for (String wrong : List.of(",\"more\":1", ",\"held\":\"0\"")) {
      assertFalse(
          deviations(described, "GET", 200, json, credits.formatted(wrong)).isEmpty(), wrong);
    }
    assertFalse(deviations(described, "GET", 200, json, "{\"balance\":1}").isEmpty());
    assertFalse(deviations(described, "GET", 200, Map.of(), credits.formatted("")).isEmpty());
    assertFalse(deviations(described, "GET", 201, json, credits.formatted("")).isEmpty());
    assertFalse(deviations(described, "POST", 200, json, credits.formatted("")).isEmpty());

    Map<String, String> problem = Map.of("Content-Type", "application/problem+json");
    String busy = JSON.writeValueAsString(Problem.of(429, "TOO_MANY_REQUESTS", "Wait."));
    assertEquals(
        List.of("GET /api/credits → 429: the header Retry-After is missing"),
        deviations(described, "GET", 429, problem, busy));
    String unknown = JSON.writeValueAsString(Problem.of(400, "NEVER_HEARD_OF", "No."));
    assertEquals(1, deviations(described, "GET", 400, problem, unknown).size());
    ObjectNode bare = JSON.createObjectNode().put("error", "No.").put("code", "BAD_VALUE");
    assertFalse(deviations(described, "GET", 400, problem, bare.toString()).isEmpty());
  }

  private static List<String> deviations(
      Described described, String method, int status, Map<String, String> headers, String body) {
    return described.deviations(new Answer(method, "/api/credits", status, headers::get, body));
  }

  @Test
  void thePageThatShowsItNeedsNobodyElse() {
    Response page = given().get("/q/swagger-ui/");
    assertEquals(200, page.statusCode());
    Matcher loaded = Pattern.compile("(?:src|href)=[\"']([^\"']+)[\"']").matcher(page.asString());
    int files = 0;
    while (loaded.find()) {
      String file = loaded.group(1);
      assertFalse(file.matches("(https?:)?//.*"), file);
      if (file.matches(".*[.](js|css)")) {
        files++;
        String at = file.startsWith("/") ? file : "/q/swagger-ui/" + file;
        assertEquals(200, given().get(at).statusCode(), at);
      }
    }
    assertTrue(files >= 3, page.asString());
    assertFalse(page.asString().contains("validator.swagger.io"), page.asString());
    assertTrue(page.header("Content-Security-Policy").startsWith("default-src 'self'"));
  }
}
