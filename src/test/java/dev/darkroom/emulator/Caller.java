package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls an emulator over its socket as a client of fal would. */
final class Caller implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final Emulator emulator;

  Caller(Emulator emulator) {
    this.emulator = emulator;
  }

  record Reply(int status, HttpResponse<String> http) {
    JsonNode json() throws IOException {
      return Json.MAPPER.readTree(http.body());
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  static HttpRequest.Builder to(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Key test:test");
  }

  Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Reply(response.statusCode(), response);
  }

  HttpResponse<byte[]> bytes(URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  HttpRequest.Builder submitting(String model, String body) {
    return to(queue("/" + model)).POST(BodyPublishers.ofString(body));
  }

  /** Submits and gives back the request id. */
  String submit(String model, String body) throws IOException, InterruptedException {
    Reply reply = send(submitting(model, body));
    if (reply.status() != 200) {
      throw new AssertionError(reply.status() + ": " + reply.http().body());
    }
    return reply.json().path("request_id").asText();
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(to(queue(path)).GET());
  }

  Reply status(String id) throws IOException, InterruptedException {
    return get("/darkroom/echo/requests/" + id + "/status?logs=1");
  }

  Reply result(String id) throws IOException, InterruptedException {
    return get("/darkroom/echo/requests/" + id);
  }

  Reply cancel(String id) throws IOException, InterruptedException {
    return send(
        to(queue("/darkroom/echo/requests/" + id + "/cancel")).PUT(BodyPublishers.noBody()));
  }

  /** Follows the status stream to its end, and gives back the events. */
  String follow(String id) throws IOException, InterruptedException {
    return get("/darkroom/echo/requests/" + id + "/status/stream?logs=1").http().body();
  }

  Reply post(URI uri, String body) throws IOException, InterruptedException {
    return send(to(uri).POST(BodyPublishers.ofString(body)));
  }

  URI queue(String path) {
    return URI.create(emulator.queueUrl() + path);
  }

  URI root(String path) {
    return emulator.queueUrl().resolve(path);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
