package dev.darkroom.db.surreal;

import dev.darkroom.db.surreal.SurrealException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SurrealDB's own protocol: queries as CBOR over {@code POST /rpc}, with a bearer token. */
final class SurrealClient implements AutoCloseable {
  private static final String CBOR = "application/cbor";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  /** What an engine writes where a later one gives a kind. */
  private static final String CONFLICT_WORDS = "This transaction can be retried";

  private static final Set<String> UNDECIDED = Set.of("NotExecuted", "TimedOut", "Cancelled");

  /** What 3.0 says of a statement's own faults without giving them a kind. */
  private static final List<String> BLAMED =
      List.of(
          "Couldn't coerce",
          "Found ",
          "Database index",
          "Database record",
          "An error occurred",
          "Error while processing event",
          "Cannot ",
          "The ");

  private final Wire wire;
  private final SignIn signIn;
  private final SurrealSettings settings;

  SurrealClient(SurrealSettings settings, InstantSource clock) {
    this.settings = settings;
    this.wire = new Wire(settings.url().orElseThrow(), settings.callWithin());
    this.signIn = new SignIn(wire, settings, clock);
  }

  /**
   * Runs statements once, each a transaction of its own unless they say otherwise.
   *
   * @param values bound to the {@code $names} in the text, and never part of it
   * @return what each statement gave
   * @throws SurrealException if one of them failed
   */
  List<@Nullable Object> query(String surql, Map<String, ?> values) {
    byte[] body = Cbor.write(Map.of("method", "query", "params", List.of(surql, values)));
    String token = signIn.token();
    HttpResponse<byte[]> answer = send(body, token);
    if (answer.statusCode() == 401) {
      // Not done, whatever it was: the token was not taken.
      signIn.forget(token);
      answer = send(body, signIn.token());
    }
    return results(answer);
  }

  /** Makes namespace and database if they are missing; only a root user may. */
  void makeDatabase() {
    String namespace = name("SURREAL_NAMESPACE", settings.namespace());
    String database = name("SURREAL_DATABASE", settings.database());
    // Names cannot be bound; these are plain words.
    String surql =
        "DEFINE NAMESPACE IF NOT EXISTS %s; USE NS %s; DEFINE DATABASE IF NOT EXISTS %s;"
            .formatted(namespace, namespace, database);
    byte[] body = Cbor.write(Map.of("method", "query", "params", List.of(surql)));
    results(wire.send(rpc(body, signIn.token())));
  }

  private static String name(String setting, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new SurrealException(
          Kind.FAILED, setting + " must be a word of letters, digits and _", null);
    }
    return value;
  }

  private HttpResponse<byte[]> send(byte[] body, String token) {
    return wire.send(
        rpc(body, token)
            .header("Surreal-NS", settings.namespace())
            .header("Surreal-DB", settings.database()));
  }

  private HttpRequest.Builder rpc(byte[] body, String token) {
    return wire.request("/rpc")
        .header("Content-Type", CBOR)
        .header("Accept", CBOR)
        .header("Authorization", "Bearer " + token)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  /** The version that the server says it has, such as {@code surrealdb-3.1.0}. */
  String version() {
    HttpResponse<byte[]> answer = wire.send(wire.request("/version").GET());
    return answer.statusCode() == 200 ? new String(answer.body(), StandardCharsets.UTF_8) : "";
  }

  private static List<@Nullable Object> results(HttpResponse<byte[]> answer) {
    switch (answer.statusCode()) {
      case 200 -> {}
      case 401, 403 -> throw new SurrealException(Kind.REFUSED, "SurrealDB refuses us", null);
      case 429, 503 -> throw new SurrealException(Kind.NOT_DONE, "SurrealDB is not ready", null);
      case 413 -> throw new SurrealException(Kind.FAILED, "The move is too large", null);
      default ->
          throw new SurrealException(
              answer.statusCode() >= 500 ? Kind.UNKNOWN : Kind.FAILED,
              "SurrealDB answered " + answer.statusCode(),
              null);
    }
    try {
      Object envelope = Cbor.read(new ByteArrayInputStream(answer.body()));
      if (envelope instanceof Map<?, ?> map && map.get("result") instanceof List<?> statements) {
        return results(statements);
      }
      if (envelope instanceof Map<?, ?> map && map.get("error") instanceof Map<?, ?> error) {
        throw failure(List.of(error));
      }
      throw new IOException("neither result nor error");
    } catch (IOException | ClassCastException e) {
      throw new SurrealException(Kind.UNKNOWN, "SurrealDB's answer could not be read", e);
    }
  }

  private static List<@Nullable Object> results(List<?> statements) {
    List<@Nullable Object> results = new ArrayList<>();
    List<Map<?, ?>> errors = new ArrayList<>();
    for (Object each : statements) {
      Map<?, ?> statement = (Map<?, ?>) Objects.requireNonNull(each);
      if ("OK".equals(statement.get("status"))) {
        results.add(statement.get("result"));
      } else {
        errors.add(statement);
      }
    }
    if (!errors.isEmpty()) {
      throw failure(errors);
    }
    return results;
  }

  /** After one statement of a transaction fails, the others say that they were not run. */
  private static SurrealException failure(List<Map<?, ?>> errors) {
    for (Map<?, ?> error : errors) {
      if (words(error).contains(CONFLICT_WORDS) || "TransactionConflict".equals(detail(error))) {
        return new SurrealException(Kind.CONFLICT, words(error), null);
      }
    }
    Map<?, ?> cause =
        errors.stream()
            .filter(each -> !List.of("NotExecuted", "Cancelled").contains(detail(each)))
            .findFirst()
            .orElse(errors.getFirst());
    return new SurrealException(kind(cause), words(cause), null);
  }

  /**
   * Only what the statement itself is to blame for is final. A store below that was slow or lost a
   * node leaves open what became of the commit.
   */
  private static Kind kind(Map<?, ?> error) {
    String kind = String.valueOf(error.get("kind"));
    if (kind.equals("NotAllowed")) {
      return Kind.REFUSED;
    }
    boolean open = kind.equals("Internal") || UNDECIDED.contains(detail(error));
    return open && BLAMED.stream().noneMatch(words(error)::startsWith) ? Kind.UNKNOWN : Kind.FAILED;
  }

  private static String words(Map<?, ?> error) {
    Object words = error.containsKey("message") ? error.get("message") : error.get("result");
    return String.valueOf(words);
  }

  private static String detail(Map<?, ?> error) {
    return error.get("details") instanceof Map<?, ?> details
        ? String.valueOf(details.get("kind"))
        : "";
  }

  @Override
  public void close() {
    wire.close();
  }
}
