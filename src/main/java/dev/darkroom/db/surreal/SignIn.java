package dev.darkroom.db.surreal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.db.surreal.SurrealException.Kind;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a bearer token that is valid. A password costs the server a slow hash at each request, so
 * it is sent once an hour.
 */
final class SignIn {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Clocks may differ, and a call takes its time. */
  private static final Duration BEFORE_ITS_END = Duration.ofMinutes(2);

  private final Wire wire;
  private final SurrealSettings settings;
  private final InstantSource clock;
  private @Nullable Token token;

  private record Token(String jwt, Instant renewAt) {}

  SignIn(Wire wire, SurrealSettings settings, InstantSource clock) {
    this.wire = wire;
    this.settings = settings;
    this.clock = clock;
  }

  /** A token for the next call. */
  synchronized String token() {
    Token held = token;
    if (held == null || !clock.instant().isBefore(held.renewAt())) {
      held = ask();
      token = held;
    }
    return held.jwt();
  }

  /** The server did not take this token; the next call brings a new one. */
  synchronized void forget(String jwt) {
    if (token != null && token.jwt().equals(jwt)) {
      token = null;
    }
  }

  private Token ask() {
    HttpRequest.Builder request =
        wire.request("/signin")
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(credentials()));
    HttpResponse<byte[]> answer = wire.send(request);
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      throw new SurrealException(Kind.REFUSED, "SurrealDB does not know this user", null);
    }
    if (answer.statusCode() != 200) {
      throw new SurrealException(Kind.NOT_DONE, "Signing in answered " + answer.statusCode(), null);
    }
    try {
      String jwt = JSON.readTree(answer.body()).path("token").asText();
      return new Token(jwt, renewAt(jwt));
    } catch (java.io.IOException | IllegalArgumentException e) {
      throw new SurrealException(Kind.FAILED, "Signing in gave no token", e);
    }
  }

  private String credentials() {
    Map<String, String> credentials = new LinkedHashMap<>();
    credentials.put("user", settings.username().orElse(""));
    credentials.put("pass", settings.password().orElse(""));
    if (settings.userLevel() == SurrealSettings.Level.DATABASE) {
      credentials.put("ns", settings.namespace());
      credentials.put("db", settings.database());
    }
    try {
      return JSON.writeValueAsString(credentials);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of texts is always JSON: indicates a bug", e);
    }
  }

  /** Two minutes before its end; of one that is short, at half of what is left. */
  private Instant renewAt(String jwt) throws java.io.IOException {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no JWT");
    }
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    JsonNode end = JSON.readTree(claims).path("exp");
    if (!end.isNumber()) {
      return Instant.MAX;
    }
    Duration left = Duration.between(clock.instant(), Instant.ofEpochSecond(end.asLong()));
    Duration early =
        left.compareTo(BEFORE_ITS_END.multipliedBy(2)) > 0
            ? left.minus(BEFORE_ITS_END)
            : left.dividedBy(2);
    return clock.instant().plus(early);
  }
}
