package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.emulator.Accepted;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.Way;
import dev.darkroom.testing.Overheard;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar under kill -9. The provider is a process that survives: the test's own. */
class KillIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void aJobCompletesThoughItsClientIsGoneAndNobodyEverAsks() throws Exception {
    try (Emulator emulator = emulator();
        RealServer server = server(emulator);
        Overheard line = new Overheard(server.port())) {
      server.awaitReady();
      String body = "{\"r2_key\":\"%s\"}".formatted(server.upload(png()));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), line.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            """
            POST /api/tools/upscale HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/json\r
            Content-Length: %d\r
            \r
            %s"""
                .formatted(body.length(), body)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        // One byte of the answer says that the job was taken; the rest is never read.
        assertEquals('H', socket.getInputStream().read());
      }
      // Looks at the disk, not at the server.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Ends.library(server.data().resolve("blobs")).size() == 1);
      SmallJobs.awaitAllEnded(server);
      assertEquals(4999, server.get("/api/credits").get("available").asInt());
      assertEquals(0, server.get("/api/credits").get("held").asInt());
      line.requireDescribed();
    }
  }

  @Test
  void whatThePracticeProviderHadAcceptedIsFinishedAfterAKillOfBoth() throws Exception {
    Map<String, String> environment =
        Map.of("DARKROOM_EMULATOR_PORT", "0", "DARKROOM_EMULATOR_RUN_DELAY", "5s");
    try (RealServer server = new RealServer(folder, environment)) {
      server.awaitReady();
      String jobId = submit(server, png(), "k");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.get("/api/jobs/" + jobId).get("phase").asText().equals("running"));
      server.kill();
      server.startAgain();
      server.awaitReady();
      SmallJobs.awaitAllEnded(server);

      JsonNode job = server.get("/api/jobs/" + jobId);
      assertEquals("completed", job.get("status").asText());
      assertEquals(1, job.get("attempts").asInt());
    }
  }

  @Test
  void aKillBetweenTwoStagesGoesOnAtTheSecond() throws Exception {
    try (Emulator emulator = emulator();
        RealServer server = server(emulator)) {
      server.awaitReady();
      String body =
          "{\"templateSlug\":\"showroom\",\"userImageKeys\":[\"%s\"],\"isolateCar\":true}"
              .formatted(server.upload(Files.readAllBytes(Path.of("samples/front.jpg"))));
      var answer = server.post("/api/templates/generate", body, "isolated");
      String jobId = JSON.readTree(answer.body()).get("jobId").asText();
      awaitAccepted(emulator, 1);
      // The second stage finds the door shut until the server is dead.
      emulator
          .cruelty()
          .sometimes(Call.SUBMIT, 1, 1, new Way.Answers(503, "application/json", "{}"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Ends.kinds(server.get("/api/jobs/" + jobId)).contains("retrying"));
      server.kill();
      emulator.cruelty().clear();
      assertEquals(List.of("fal-ai/birefnet/v2"), models(emulator));
      server.startAgain();
      server.awaitReady();
      SmallJobs.awaitAllEnded(server);

      assertEquals("completed", server.get("/api/jobs/" + jobId).get("status").asText());
      assertEquals(
          List.of("fal-ai/birefnet/v2", "fal-ai/gemini-25-flash-image/edit"), models(emulator));
      assertEquals(4980, server.get("/api/credits").get("available").asInt());
    }
  }

  private static void awaitAccepted(Emulator emulator, int requests) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> emulator.accepted().size() == requests);
  }

  private static List<String> models(Emulator emulator) {
    return emulator.accepted().stream().map(Accepted::model).toList();
  }

  private Emulator emulator() throws IOException {
    return Emulator.start(
        EmulatorSettings.forTests(folder.resolve("emulator"))
            .withRunners(3)
            .withDelays(Duration.ofMillis(200), Duration.ofMillis(600)));
  }

  private RealServer server(Emulator emulator) throws IOException {
    return new RealServer(
        folder,
        RealServer.environment(emulator, Map.of("DARKROOM_JOBS_LOST_ANSWER_WEBHOOK_GRACE", "2s")));
  }

  private static String submit(RealServer server, byte[] png, String key) throws Exception {
    String body = "{\"r2_key\":\"%s\"}".formatted(server.upload(png));
    var answer = server.post("/api/tools/upscale", body, key);
    assertEquals(202, answer.statusCode(), answer::body);
    return JSON.readTree(answer.body()).get("jobId").asText();
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }
}
