package dev.darkroom.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.provider.Fal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.imageio.ImageIO;

/** The smallest picture that can be enlarged, again and again. */
final class TinyJob {
  static final String PATH = "/api/tools/upscale";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String server;
  private final HttpRequest post;

  TinyJob(PackagedServer server) throws IOException {
    this.server = "http://localhost:" + server.port();
    this.post =
        HttpRequest.newBuilder(URI.create(this.server + PATH))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body()))
            .build();
  }

  /** What is posted to {@link #PATH}: the picture itself. */
  static String body() throws IOException {
    return "{\"image_url\":\"%s\"}".formatted(Fal.dataUri(png(64, 48), "image/png"));
  }

  /** What becomes of it. */
  static byte[] result() throws IOException {
    return png(128, 96);
  }

  private static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  /** Submits it; the id of the job. */
  String submit() throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(post, BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new IllegalStateException("the submit was answered " + answer.body());
    }
    return JSON.readTree(answer.body()).get("jobId").asText();
  }

  /** Cancels it before its turn. */
  void cancel(String id) throws IOException, InterruptedException {
    HttpRequest cancel =
        HttpRequest.newBuilder(URI.create("%s/api/jobs/%s/cancel".formatted(server, id)))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    String answer = http.send(cancel, BodyHandlers.ofString()).body();
    if (!answer.contains("\"cancelled\"")) {
      throw new IllegalStateException("the wish to cancel was answered " + answer);
    }
  }
}
