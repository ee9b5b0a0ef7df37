package dev.darkroom.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * What is known of one operation alone: {@code {"post /api/studio": {"id", "request", "answers":
 * {"202": …}}}}.
 */
record Known(JsonNode operations) {
  private static final JsonMapper JSON = new JsonMapper();

  static Known read() {
    try (InputStream file = Known.class.getResourceAsStream("/openapi/operations.json")) {
      return new Known(JSON.readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException("operations.json cannot be read", e);
    }
  }

  /** Empty if nothing is. */
  JsonNode of(String operation) {
    return operations.path(operation);
  }

  /** As the model of the description takes it: maps, lists and values. */
  static Object plain(JsonNode example) {
    return JSON.convertValue(example, Object.class);
  }

  /** {@code GET /api/jobs/{id}/events} is {@code getJobsIdEvents}. */
  static String derivedId(String method, String path) {
    StringBuilder id = new StringBuilder(method.toLowerCase(Locale.ROOT));
    for (String part : path.replaceFirst("^/api/", "").split("[^A-Za-z0-9]+", -1)) {
      if (!part.isEmpty()) {
        id.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
      }
    }
    return id.toString();
  }
}
