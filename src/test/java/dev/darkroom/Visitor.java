package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.Secrets.Kind;
import dev.darkroom.testing.AnswersSeen;
import java.io.IOException;
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
import java.util.Set;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Asks a packaged server in the name of several people, and keeps all that it is told. What it is
 * handed becomes a secret.
 */
final class Visitor implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofSeconds(90);
  private static final String TOKENS = "/api/tokens";
  private static final Pattern SIGNATURE = Pattern.compile("[Ss]ignature=([0-9a-f]{32,})");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI server;
  private final Secrets secrets;
  private final List<Told> told = new ArrayList<>();

  /**
   * An answer.
   *
   * @param asked method and path
   * @param text all headers but cookies, and the body unless it is a file
   */
  record Told(String asked, int status, String text, String body) {
    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }

    /** A refusal holds nothing; others hold what they are asked for. */
    Set<Kind> silentAbout() {
      if (status >= 400) {
        return Secrets.ALL;
      }
      return asked.equals("POST " + TOKENS)
          ? Set.of(Kind.OWN, Kind.SHARED)
          : Set.of(Kind.OWN, Kind.SHARED, Kind.TOKEN);
    }
  }

  Visitor(URI server, Secrets secrets) {
    this.server = server;
    this.secrets = secrets;
  }

  List<Told> told() {
    return told;
  }

  /** Whoever shows this header; nobody without one. */
  Told ask(String method, String path, String authorization, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    URI url = server.resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(WITHIN).method(method, body);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return keep(
        method + " " + url.getPath(),
        AnswersSeen.require(http.send(request.build(), BodyHandlers.ofByteArray())));
  }

  private Told keep(String asked, HttpResponse<byte[]> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    boolean file = type.startsWith("image/") || type.startsWith("video/");
    String body = file ? "" : new String(answer.body(), StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Set-Cookie")) {
                text.append(name).append(": ").append(values).append('\n');
              }
            });
    Told kept = new Told(asked, answer.statusCode(), text + body, body);
    told.add(kept);
    SIGNATURE
        .matcher(kept.text())
        .results()
        .forEach(match -> secrets.add(Kind.ADDRESS, "a signature", match.group(1)));
    return kept;
  }

  Told get(String path, String token) throws IOException, InterruptedException {
    return ask("GET", path, bearer(token), "", BodyPublishers.noBody());
  }

  Told delete(String path, String token) throws IOException, InterruptedException {
    return ask("DELETE", path, bearer(token), "", BodyPublishers.noBody());
  }

  Told post(String path, String token, String json) throws IOException, InterruptedException {
    return ask("POST", path, bearer(token), "application/json", BodyPublishers.ofString(json));
  }

  /** A form with this file and the field {@code data}. */
  Told form(String path, String token, String field, byte[] file, String data)
      throws IOException, InterruptedException {
    String head =
        """
        --edge\r
        Content-Disposition: form-data; name="data"\r
        \r
        %s\r
        --edge\r
        Content-Disposition: form-data; name="%s"; filename="a.jpg"\r
        \r
        """
            .formatted(data, field);
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofByteArray(file),
            BodyPublishers.ofString("\r\n--edge--\r\n"));
    return ask("POST", path, bearer(token), "multipart/form-data; boundary=edge", body);
  }

  /** Submits a job, which is taken; its id. */
  String submit(String path, String token, String json) throws IOException, InterruptedException {
    return accepted(post(path, token, json));
  }

  /** The id of a job that was taken. */
  static String accepted(Told submit) throws IOException {
    assertEquals(202, submit.status(), submit::body);
    return submit.json().path("jobId").asText();
  }

  /** Waits until a job has ended; how. */
  String ended(String token, String jobId) {
    return Awaitility.await()
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> get("/api/jobs/" + jobId, token).json().path("status").asText(),
            List.of("completed", "failed")::contains);
  }

  static void refused(Told told) {
    assertTrue(told.status() >= 400, () -> told.asked() + " " + told.status() + " " + told.body());
  }

  /** Makes a token of ours; its text, which is a secret from now on. */
  String makeToken(String person, String name, String scopes)
      throws IOException, InterruptedException {
    String json = "{\"name\":\"%s\",\"scopes\":[%s]}".formatted(name, scopes);
    String token = post(TOKENS, person, json).json().path("token").asText();
    secrets.add(Kind.TOKEN, "token " + name, token);
    return token;
  }

  private static String bearer(String token) {
    return token.isEmpty() ? "" : "Bearer " + token;
  }

  @Override
  public void close() {
    http.close();
  }
}
