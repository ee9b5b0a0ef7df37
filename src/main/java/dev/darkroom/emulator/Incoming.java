package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call as it came in: path, query, headers and a body that is read at most once. */
final class Incoming {
  private final HttpExchange exchange;
  private final String fallbackHost;

  Incoming(HttpExchange exchange, String fallbackHost) {
    this.exchange = exchange;
    this.fallbackHost = fallbackHost;
  }

  String method() {
    return exchange.getRequestMethod();
  }

  /** Decoded path segments; empty ones are dropped, so a trailing slash does not matter. */
  List<String> segments() {
    List<String> segments = new ArrayList<>();
    for (String segment : exchange.getRequestURI().getRawPath().split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(decode(segment.replace("+", "%2B")));
      }
    }
    return segments;
  }

  Optional<String> query(String name) {
    String query = exchange.getRequestURI().getRawQuery();
    if (query == null) {
      return Optional.empty();
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && decode(pair.substring(0, equals)).equals(name)) {
        return Optional.of(decode(pair.substring(equals + 1)));
      }
    }
    return Optional.empty();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  boolean wantsLogs() {
    return query("logs").filter(value -> value.equals("1") || value.equals("true")).isPresent();
  }

  boolean fromLoopback() {
    return exchange.getRemoteAddress().getAddress().isLoopbackAddress();
  }

  /** Scheme and authority as the caller sees them, so that our URLs work from where it stands. */
  String baseUrl() {
    return "http://" + header("Host").orElse(fallbackHost);
  }

  InputStream stream() {
    return exchange.getRequestBody();
  }

  /** The whole body; a larger one than allowed is refused with 413. */
  byte[] body(int maxBytes) throws IOException, Refusal {
    byte[] bytes = stream().readNBytes(maxBytes);
    if (bytes.length == maxBytes && stream().read() >= 0) {
      throw new Refusal(Answer.detail(413, "Request body is too large"));
    }
    return bytes;
  }

  /** Reads the body away, up to a bound, for a call that is answered without it. */
  void drain(int maxBytes) throws IOException {
    stream().skip(maxBytes);
  }

  /** Parses a body; what is not JSON is refused with 422. */
  static JsonNode json(byte[] body) throws Refusal {
    try {
      JsonNode node = Json.MAPPER.readTree(body);
      if (!node.isMissingNode()) {
        return node;
      }
    } catch (IOException _) {
      // The parser's words quote the input; ours do not.
    }
    var refused = ModelException.unprocessable("body", "json_invalid", "JSON decode error");
    throw new Refusal(Answer.json(refused.status(), refused.body()));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  /** The call ends here with this answer. */
  static final class Refusal extends Exception {
    private final transient Answer answer;

    Refusal(Answer answer) {
      super("refused with " + answer.status(), null, false, false);
      this.answer = answer;
    }

    Answer answer() {
      return answer;
    }
  }
}
