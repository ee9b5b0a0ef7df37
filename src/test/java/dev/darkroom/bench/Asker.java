package dev.darkroom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Asks a server, and notes each answer that was not asked for. */
final class Asker implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final int BODY_SHOWN = 300;

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final AtomicInteger asked = new AtomicInteger();

  Asker(int port) {
    this.server = URI.create("http://localhost:" + port);
  }

  /**
   * What came back.
   *
   * @param status 0 if nothing did
   */
  record Answer(int status, String body, String etag) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A request by whoever has this token; by nobody if it is empty. */
  HttpRequest.Builder to(String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(WITHIN);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  Answer get(String token, String path, int... expected) {
    return ask(to(path, token), expected);
  }

  Answer delete(String token, String path, int... expected) {
    return ask(to(path, token).DELETE(), expected);
  }

  Answer post(String token, String path, String json, int... expected) {
    return ask(posting(token, path, json), expected);
  }

  HttpRequest.Builder posting(String token, String path, String json) {
    return to(path, token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  /** A form of a file, and JSON as the field {@code data}. */
  Answer form(String token, String path, String field, byte[] file, String data, int... expected) {
    String head =
        """
        --edge\r
        Content-Disposition: form-data; name="data"\r
        \r
        %s\r
        --edge\r
        Content-Disposition: form-data; name="%s"; filename="a.png"\r
        \r
        """
            .formatted(data, field);
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofByteArray(file),
            BodyPublishers.ofString("\r\n--edge--\r\n"));
    return ask(
        to(path, token).header("Content-Type", "multipart/form-data; boundary=edge").POST(body),
        expected);
  }

  /** All items of a list that is told in pages; the path has a query. */
  List<JsonNode> all(String token, String path) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = get(token, path + cursor, 200).json();
      page.path("items").forEach(items::add);
      JsonNode next = page.path("nextCursor");
      cursor = next.isTextual() ? "&cursor=" + next.asText() : "";
    } while (!cursor.isEmpty());
    return items;
  }

  /** Sends it; an answer of another status is noted. */
  Answer ask(HttpRequest.Builder builder, int... expected) {
    HttpRequest request = builder.build();
    asked.incrementAndGet();
    try {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      Answer told =
          new Answer(
              answer.statusCode(),
              new String(answer.body(), StandardCharsets.UTF_8),
              answer.headers().firstValue("ETag").orElse(""));
      if (IntStream.of(expected).noneMatch(status -> status == told.status())) {
        note(request.method(), request.uri().getPath(), told.status() + " " + told.body());
      }
      return told;
    } catch (IOException e) {
      note(request.method(), request.uri().getPath(), String.valueOf(e));
      return new Answer(0, "", "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, "", "");
    }
  }

  /** Also what is wrong in an answer of the right status. */
  void note(String method, String path, String got) {
    String shown = got.length() > BODY_SHOWN ? got.substring(0, BODY_SHOWN) : got;
    unexpected.add("%s %s → %s".formatted(method, path, shown.strip()));
  }

  HttpClient http() {
    return http;
  }

  int asked() {
    return asked.get();
  }

  List<String> unexpected() {
    return List.copyOf(unexpected);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
