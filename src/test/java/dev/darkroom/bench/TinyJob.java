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
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest post;

  TinyJob(PackagedServer server) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", png);
    String body = "{\"image_url\":\"%s\"}".formatted(Fal.dataUri(png.toByteArray(), "image/png"));
    this.post =
        HttpRequest.newBuilder(
                URI.create("http://localhost:%d/api/tools/upscale".formatted(server.port())))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
  }

  /** Submits it; the id of the job. */
  String submit() throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(post, BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new IllegalStateException("the submit was answered " + answer.body());
    }
    return JSON.readTree(answer.body()).get("jobId").asText();
  }
}
