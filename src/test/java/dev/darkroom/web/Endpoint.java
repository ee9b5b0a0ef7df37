package dev.darkroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One thing that can be asked of the server, as its own description says.
 *
 * @param query names of parameters
 * @param type of the body; empty if it takes none
 * @param schema of the body
 * @param example of the body; missing if there is none
 */
record Endpoint(
    String method,
    String path,
    List<String> query,
    String type,
    JsonNode schema,
    JsonNode example) {
  private static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch");

  /** All of this description. */
  static List<Endpoint> of(JsonNode openApi) {
    List<Endpoint> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : openApi.path("paths").properties()) {
      for (String method : METHODS) {
        JsonNode operation = path.getValue().path(method);
        if (!operation.isMissingNode()) {
          all.add(of(method, path.getKey(), operation));
        }
      }
    }
    return all;
  }

  private static Endpoint of(String method, String path, JsonNode operation) {
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.path("in").asText().equals("query")) {
        query.add(parameter.path("name").asText());
      }
    }
    var content = operation.path("requestBody").path("content").properties().iterator();
    if (!content.hasNext()) {
      JsonNode none = MissingNode.getInstance();
      return new Endpoint(method, path, query, "", none, none);
    }
    Map.Entry<String, JsonNode> body = content.next();
    JsonNode said = body.getValue();
    return new Endpoint(
        method, path, query, body.getKey(), said.path("schema"), said.path("example"));
  }

  boolean isForm() {
    return type.startsWith("multipart");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
