package dev.darkroom.db.surreal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.db.surreal.SurrealException.Kind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a bearer token that is valid. A password costs the server a slow hash at each request, so
 * it is sent once an hour.
 */
final class SignIn {
  private static final Logger LOG = Logger.getLogger(SignIn.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHOUT_AN_END = Duration.ofHours(1);

  /** Clocks may differ, and a call takes its time. */
  private static final Duration BEFORE_ITS_END = Duration.ofMinutes(2);

  private final Wire wire;
  private final SurrealSettings settings;
  private final InstantSource clock;

  /** The attempt that goes on, if one does; whoever needs a token meanwhile shares its end. */
  private final AtomicReference<@Nullable CompletableFuture<Token>> asking =
      new AtomicReference<>();

  /** Null at first, and when the last one was not taken any more. */
  private final AtomicReference<@Nullable Token> token = new AtomicReference<>();

  private record Token(String jwt, Instant renewAt, Instant end) {}

  SignIn(Wire wire, SurrealSettings settings, InstantSource clock) {
    this.wire = wire;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A token for the next call. Only one caller at a time asks for it. While the one that is held
   * still counts, nobody else waits for that; otherwise all wait for the same answer, so that a
   * server which hangs costs each of them one call's time, however many they are.
   *
   * @throws SurrealException that of the attempt, for all who waited for it
   */
  String token() {
    Token held = token.get();
    Instant now = clock.instant();
    if (held != null && now.isBefore(held.renewAt())) {
      return held.jwt();
    }
    CompletableFuture<Token> attempt = attempt(held);
    return held != null && now.isBefore(held.end()) ? held.jwt() : endOf(attempt).jwt();
  }

  /** The attempt that goes on; if there is none, one is made here and has ended. */
  private CompletableFuture<Token> attempt(@Nullable Token held) {
    CompletableFuture<Token> own = new CompletableFuture<>();
    CompletableFuture<Token> others = asking.compareAndExchange(null, own);
    return others == null ? own.completeAsync(() -> next(held), Runnable::run) : others;
  }

  private Token next(@Nullable Token held) {
    try {
      // What another caller may have got meanwhile; it may also be forgotten at any moment.
      Token next = token.get();
      if (next == null || next.equals(held)) {
        next = ask();
        token.set(next);
      }
      return next;
    } catch (SurrealException e) {
      LOG.debugf("There is no new token yet: %s", e.getMessage());
      throw e;
    } finally {
      // Before those who wait are told: who comes back after that makes an attempt of its own.
      asking.set(null);
    }
  }

  private static Token endOf(CompletableFuture<Token> attempt) {
    try {
      return attempt.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SurrealException cause) {
        // A new one: each caller has its own way to here.
        throw new SurrealException(cause.kind(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }

  /** The server did not take this token; the next call brings a new one. */
  void forget(String jwt) {
    Token held = token.get();
    if (held != null && held.jwt().equals(jwt)) {
      token.compareAndSet(held, null);
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
      throw new SurrealException(Kind.REFUSED, unknown(), null);
    }
    if (answer.statusCode() != 200) {
      throw new SurrealException(Kind.NOT_DONE, "Signing in answered " + answer.statusCode(), null);
    }
    try {
      String jwt = JSON.readTree(answer.body()).path("token").asText();
      return token(jwt, end(jwt));
    } catch (IOException | IllegalArgumentException e) {
      throw new SurrealException(Kind.FAILED, "Signing in gave no token", e);
    }
  }

  private String unknown() {
    String words = "SurrealDB does not know this user and password at SURREAL_USER_LEVEL ";
    return switch (settings.userLevel()) {
      case ROOT -> words + "root";
      case DATABASE ->
          words
              + "database (namespace %s, database %s)"
                  .formatted(settings.namespace(), settings.database());
    };
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

  /** Renewed two minutes before its end; one that is short, at half of what is left. */
  private Token token(String jwt, Instant end) {
    Duration left = Duration.between(clock.instant(), end);
    boolean plenty = left.compareTo(BEFORE_ITS_END.multipliedBy(2)) > 0;
    Duration use = plenty ? left.minus(BEFORE_ITS_END) : left.dividedBy(2);
    return new Token(jwt, clock.instant().plus(use), end);
  }

  private Instant end(String jwt) throws IOException {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no JWT");
    }
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    JsonNode end = JSON.readTree(claims).path("exp");
    return end.isNumber()
        ? Instant.ofEpochSecond(end.asLong())
        : clock.instant().plus(WITHOUT_AN_END);
  }
}
