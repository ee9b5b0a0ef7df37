package dev.darkroom;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.emulator.Accepted;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.Way;
import dev.darkroom.provider.Fal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar under kill -9. The provider is a process that survives: the test's own. */
class KillIT {
  private static final Logger LOG = Logger.getLogger(KillIT.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int JOBS = 50;
  private static final int KILLS = 10;

  @TempDir Path folder;

  @Test
  void fiftyJobsUnderTenKillsAllCompleteAndArePaidOnce() throws Exception {
    long seed = System.nanoTime();
    LOG.infof("seed %d", seed);
    Random random = new Random(seed);
    try (Emulator emulator = emulator();
        RealServer server = server(emulator);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.awaitReady();
      Future<Map<String, String>> submitting = threads.submit(() -> submitAll(server));
      for (int kill = 1; kill <= KILLS; kill++) {
        Thread.sleep(200 + random.nextInt(1800));
        server.kill();
        server.startAgain();
        server.awaitReady();
      }
      Map<String, String> pictureOfJob = submitting.get();
      awaitAllEnded(server);
      check(server, emulator, pictureOfJob);
    }
  }

  private void check(RealServer server, Emulator emulator, Map<String, String> inputOfJob)
      throws Exception {
    JsonNode jobs = server.get("/api/jobs?limit=100").get("items");
    assertEquals(JOBS, jobs.size());
    assertEquals(Map.of("completed", (long) JOBS), count(jobs, job -> job.get("status").asText()));

    JsonNode entries = server.get("/api/credits/transactions?limit=100").get("items");
    Map<String, Long> charges = count(entries, entry -> entry.get("jobId").asText());
    charges.remove("null");
    assertEquals(inputOfJob.keySet(), charges.keySet());
    assertTrue(charges.values().stream().allMatch(times -> times == 1), "charged once each");
    assertEquals(
        JSON.readTree("{\"balance\":4950,\"held\":0,\"available\":4950}"),
        server.get("/api/credits"));
    assertEquals(JOBS, library(server).size());

    Map<String, Long> submits =
        emulator.accepted().stream().collect(groupingBy(Accepted::inputSha256, counting()));
    assertEquals(JOBS, submits.size());
    int lost = 0;
    for (JsonNode job : jobs) {
      int lostAnswers = job.get("lostAnswers").asInt();
      long accepted = submits.getOrDefault(inputOfJob.get(job.get("id").asText()), 0L);
      assertTrue(
          accepted >= 1 && accepted <= 1 + lostAnswers,
          "submitted %d times: %s".formatted(accepted, job));
      lost += lostAnswers;
    }
    LOG.infof(
        "%d jobs, %d kills: %d requests accepted, %d answers lost",
        JOBS, KILLS, emulator.accepted().size(), lost);
  }

  @Test
  void aJobCompletesThoughItsClientIsGoneAndNobodyEverAsks() throws Exception {
    try (Emulator emulator = emulator();
        RealServer server = server(emulator)) {
      server.awaitReady();
      String body = "{\"r2_key\":\"%s\"}".formatted(server.upload(png(1)));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
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
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> library(server).size() == 1);
      awaitAllEnded(server);
      assertEquals(4999, server.get("/api/credits").get("available").asInt());
      assertEquals(0, server.get("/api/credits").get("held").asInt());
    }
  }

  @Test
  void whatThePracticeProviderHadAcceptedIsFinishedAfterAKillOfBoth() throws Exception {
    Map<String, String> environment =
        Map.of("DARKROOM_EMULATOR_PORT", "0", "DARKROOM_EMULATOR_RUN_DELAY", "2s");
    try (RealServer server = new RealServer(folder, environment)) {
      server.awaitReady();
      String jobId = submit(server, png(1), "k");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.get("/api/jobs/" + jobId).get("phase").asText().equals("running"));
      server.kill();
      server.startAgain();
      server.awaitReady();
      awaitAllEnded(server);

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
          .until(() -> kinds(server.get("/api/jobs/" + jobId)).contains("retrying"));
      server.kill();
      emulator.cruelty().clear();
      assertEquals(List.of("fal-ai/birefnet/v2"), models(emulator));
      server.startAgain();
      server.awaitReady();
      awaitAllEnded(server);

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

  private static List<String> kinds(JsonNode job) {
    List<String> kinds = new ArrayList<>();
    job.get("events").forEach(event -> kinds.add(event.get("kind").asText()));
    return kinds;
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
        Map.of(
            "FAL_KEY", "test:test",
            "FAL_QUEUE_URL", emulator.queueUrl().toString(),
            "FAL_REST_URL", emulator.restUrl().toString(),
            "DARKROOM_JOBS_UNFINISHED_MAX", "100",
            "DARKROOM_JOBS_LOST_ANSWER_GRACE", "2s"));
  }

  /** Submits while the server is being killed: an unanswered request is sent again as it was. */
  private static Map<String, String> submitAll(RealServer server) throws Exception {
    Map<String, String> inputOfJob = new HashMap<>();
    for (int i = 0; i < JOBS; i++) {
      byte[] png = png(i);
      String key = "job-" + i;
      String[] jobId = {""};
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .until(
              () -> {
                jobId[0] = submit(server, png, key);
                return true;
              });
      inputOfJob.put(jobId[0], inputSha256(png));
    }
    return inputOfJob;
  }

  private static final Map<String, String> UPLOADED = new HashMap<>();

  private static String submit(RealServer server, byte[] png, String key) throws Exception {
    String source = UPLOADED.get(server.data() + key);
    if (source == null) {
      source = server.upload(png);
      UPLOADED.put(server.data() + key, source);
    }
    var answer = server.post("/api/tools/upscale", "{\"r2_key\":\"%s\"}".formatted(source), key);
    if (answer.statusCode() != 202) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body()).get("jobId").asText();
  }

  private static void awaitAllEnded(RealServer server) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptions()
        .until(
            () ->
                server.get("/api/jobs?status=pending").get("items").isEmpty()
                    && server.get("/api/jobs?status=processing").get("items").isEmpty());
  }

  /** A small picture of its own colour, so that each job's input is known by its hash. */
  private static byte[] png(int i) throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, (i * 5) << 16 | (x * 8) << 8 | y * 8);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static String inputSha256(byte[] png) throws Exception {
    String input =
        JsonNodeFactory.instance
            .objectNode()
            .put("upscale_factor", 2.0)
            .put("image_url", Fal.dataUri(png, "image/png"))
            .toString();
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Path> library(RealServer server) throws IOException {
    Path users = server.data().resolve("blobs/users");
    try (Stream<Path> files = Files.walk(users)) {
      return files
          .filter(file -> Files.isRegularFile(file))
          .filter(file -> file.toString().contains("/library/"))
          .toList();
    }
  }

  private static Map<String, Long> count(JsonNode items, Function<JsonNode, String> by) {
    List<JsonNode> all = new ArrayList<>();
    items.forEach(all::add);
    return new HashMap<>(all.stream().collect(groupingBy(by, counting())));
  }
}
