package dev.darkroom;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.db.surreal.SurrealServer;
import dev.darkroom.emulator.Accepted;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.Way;
import dev.darkroom.provider.Fal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three packaged servers on one SurrealDB and one folder of files, while things die. */
class NodesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int JOBS = Integer.getInteger("darkroom.nodes.jobs", 2000);
  private static final int NODES = 3;
  private static final int CLIENTS = 8;

  /** At once on one server: so few that visits which last are spread over all servers. */
  private static final int VISITS = 8;

  private static final Duration WITHIN = Duration.ofMinutes(10);

  /**
   * How a job's story goes, if each line was written by whoever alone had the job: one hand-over,
   * and another one only after the answer to the first was lost or the provider had refused it.
   */
  private static final Pattern STORY =
      Pattern.compile(
          "admitted submitting( retrying| broke| answer_lost)*"
              + "(( resubmitting)? submitting( retrying| broke| answer_lost)*)* submitted"
              + "( queued| running| retrying| broke)* delivered( retrying| broke)* completed");

  @TempDir Path folder;

  @Test
  void threeServersShareTheWorkThoughOneOfThemAndTheDatabaseDie() throws Exception {
    Map<String, String> inputOfJob;
    try (Emulator emulator = emulator();
        SurrealServer database = SurrealServer.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<RealServer> nodes = new ArrayList<>();
      try {
        Map<String, String> environment = environment(emulator, database);
        for (int i = 0; i < NODES; i++) {
          // Started together: they also race for the schema and the first credits.
          nodes.add(new RealServer(folder.resolve("node-" + i), environment));
        }
        for (RealServer node : nodes) {
          node.awaitReady();
        }
        emulator.cruelty().next(Call.SUBMIT, 10, new Way.CutAfterAccepting());
        Future<Map<String, String>> submitting = threads.submit(() -> submitAll(nodes));
        awaitAccepted(emulator, JOBS / 4);
        awaitVisitsThatLast(emulator);
        nodes.getFirst().kill();
        awaitAccepted(emulator, JOBS / 2);
        database.kill();
        database.startAgain();
        inputOfJob = submitting.get();
        awaitAllEnded(nodes.get(1));
        check(nodes, emulator, inputOfJob);
      } finally {
        nodes.forEach(RealServer::close);
      }
    }
  }

  private void check(List<RealServer> nodes, Emulator emulator, Map<String, String> inputOfJob)
      throws Exception {
    RealServer node = nodes.getLast();
    for (JsonNode failed : all(node, "/api/jobs?status=failed&limit=100")) {
      fail(node.get("/api/jobs/" + failed.get("id").asText()).toPrettyString());
    }
    assertEquals(JOBS, inputOfJob.size());
    Map<String, Integer> charges = new HashMap<>();
    for (JsonNode entry : all(node, "/api/credits/transactions?limit=100")) {
      if (!entry.path("jobId").isNull()) {
        charges.merge(entry.get("jobId").asText(), 1, Integer::sum);
      }
    }
    assertTrue(inputOfJob.keySet().equals(charges.keySet()), "each job, and nothing else");
    assertTrue(charges.values().stream().allMatch(times -> times == 1), "charged once each");
    assertEquals(
        JSON.readTree("{\"balance\":%d,\"held\":0,\"available\":%1$d}".formatted(5000 - JOBS)),
        node.get("/api/credits"));

    Map<String, Long> submits =
        emulator.accepted().stream().collect(groupingBy(Accepted::inputSha256, counting()));
    assertEquals(JOBS, submits.size());
    int lost = 0;
    int byOthers = 0;
    for (JsonNode listed : all(node, "/api/jobs?limit=100")) {
      JsonNode job = node.get("/api/jobs/" + listed.get("id").asText());
      String story = story(job);
      assertTrue(STORY.matcher(story).matches(), story);
      int lostAnswers = job.get("lostAnswers").asInt();
      long accepted = submits.getOrDefault(inputOfJob.get(job.get("id").asText()), 0L);
      assertTrue(
          accepted >= 1 && accepted <= 1 + lostAnswers,
          "submitted %d times: %s".formatted(accepted, job));
      lost += lostAnswers;
      byOthers += story.contains("broke") ? 1 : 0;
    }
    System.out.printf(
        "%d jobs: %d requests accepted, %d answers lost, %d jobs taken over%n",
        JOBS, emulator.accepted().size(), lost, byOthers);
    for (RealServer each : nodes) {
      assertFalse(
          each.log().contains("was changed by another visit"), "one visit to a job at a time");
    }
    assertTrue(byOthers > 0, "the kill met no visit, so this shows nothing");
  }

  /** Every line of a job's story, in order, without a gap. */
  private static String story(JsonNode job) {
    List<String> kinds = new ArrayList<>();
    for (JsonNode event : job.get("events")) {
      assertEquals(kinds.size() + 1, event.get("seq").asInt());
      kinds.add(event.get("kind").asText());
    }
    return String.join(" ", kinds);
  }

  private static List<JsonNode> all(RealServer node, String path) throws Exception {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = node.get(path + cursor);
      page.get("items").forEach(items::add);
      cursor = "&cursor=" + page.path("nextCursor").asText();
    } while (!cursor.equals("&cursor=null") && !cursor.equals("&cursor="));
    return items;
  }

  /** A request that is not answered is sent again as it was, to the next node. */
  private static Map<String, String> submitAll(List<RealServer> nodes) throws Exception {
    byte[] png = png();
    String source = nodes.getLast().upload(png);
    Map<String, String> inputOfJob = new ConcurrentHashMap<>();
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < JOBS; i++) {
        int n = i;
        clients.add(
            threads.submit(() -> inputOfJob.put(submit(nodes, source, n), inputSha256(png, n))));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
    return inputOfJob;
  }

  private static String submit(List<RealServer> nodes, String source, int n) {
    int[] attempt = {n};
    String body = "{\"r2_key\":\"%s\",\"upscale_factor\":%s}".formatted(source, factor(n));
    return Awaitility.await()
        .atMost(WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(
            () -> {
              RealServer node = nodes.get(attempt[0]++ % nodes.size());
              var answer = node.post("/api/tools/upscale", body, "job-" + n);
              return answer.statusCode() == 202
                  ? JSON.readTree(answer.body()).get("jobId").asText()
                  : "";
            },
            id -> !id.isEmpty());
  }

  /** Each job's own, so that its input is known by its hash. */
  private static double factor(int n) {
    return (1500 + n) / 1000.0;
  }

  private static String inputSha256(byte[] png, int n) throws Exception {
    String input =
        JsonNodeFactory.instance
            .objectNode()
            .put("upscale_factor", factor(n))
            .put("image_url", Fal.dataUri(png, "image/png"))
            .toString();
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  /** More than two servers can have, so the one that is killed has some of them. */
  private static void awaitVisitsThatLast(Emulator emulator) {
    emulator.cruelty().next(Call.FILE, 2 * VISITS + 4, new Way.Stall(20));
    Awaitility.await()
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> emulator.cruelty().pending(Call.FILE) == 0);
  }

  private static void awaitAccepted(Emulator emulator, int requests) {
    Awaitility.await()
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> emulator.accepted().size() >= requests);
  }

  private static void awaitAllEnded(RealServer node) {
    Awaitility.await()
        .atMost(WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .until(
            () ->
                node.get("/api/jobs?status=pending&limit=1").get("items").isEmpty()
                    && node.get("/api/jobs?status=processing&limit=1").get("items").isEmpty());
  }

  private Emulator emulator() throws IOException {
    return Emulator.start(
        EmulatorSettings.forTests(folder.resolve("emulator"))
            .withRunners(4)
            .withDelays(Duration.ofMillis(50), Duration.ofMillis(50)));
  }

  private Map<String, String> environment(Emulator emulator, SurrealServer database) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "FAL_KEY",
                "test:test",
                "FAL_QUEUE_URL",
                emulator.queueUrl().toString(),
                "FAL_REST_URL",
                emulator.restUrl().toString(),
                "DARKROOM_FILES_DIR",
                folder.resolve("files").toString(),
                "DARKROOM_SECRET",
                "shared by all of the three servers",
                "DARKROOM_JOBS_UNFINISHED_MAX",
                Integer.toString(2 * JOBS),
                "DARKROOM_JOBS_VISITS_MAX",
                Integer.toString(VISITS),
                "DARKROOM_JOBS_LEASE",
                "10s",
                "DARKROOM_JOBS_LOST_ANSWER_GRACE",
                "5s"));
    database
        .freshDatabase()
        .forEach((property, value) -> environment.put(variable(property), value));
    return environment;
  }

  /** darkroom.surreal.url is known to users as SURREAL_URL. */
  private static String variable(String property) {
    return property.substring("darkroom.".length()).replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
