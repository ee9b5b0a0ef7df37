package dev.darkroom;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.emulator.Accepted;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.provider.Fal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;

/**
 * Many quick jobs from one tiny picture. Each enlarges it by a factor of its own, so that its input
 * is known at the provider by its hash.
 */
final class SmallJobs implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLIENTS = 8;
  private static final Duration WITHIN = Duration.ofMinutes(10);

  private final List<RealServer> servers;
  private final byte[] png = png();
  private final String source;
  private final Map<String, String> inputOfJob = new ConcurrentHashMap<>();
  private final List<Future<?>> submits = new ArrayList<>();
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicInteger next = new AtomicInteger();
  private final List<HttpResponse<String>> refusals = new CopyOnWriteArrayList<>();

  /** Jobs on servers that share their rows, the last of which is ready. */
  SmallJobs(List<RealServer> servers) throws IOException, InterruptedException {
    this.servers = servers;
    this.source = servers.getLast().upload(png);
  }

  /** Begins to submit so many more. */
  void submit(int count) {
    for (int i = 0; i < count; i++) {
      int n = next.getAndIncrement();
      submits.add(clients.submit(() -> inputOfJob.put(submitted(n), inputSha256(n))));
    }
  }

  /** Waits until all were taken, and says how many. */
  int awaitTaken() throws Exception {
    for (Future<?> submit : submits) {
      submit.get();
    }
    return inputOfJob.size();
  }

  /** A request that is not answered well is sent again as it was, to the next server. */
  private String submitted(int n) {
    int[] attempt = {n};
    String body = "{\"r2_key\":\"%s\",\"upscale_factor\":%s}".formatted(source, factor(n));
    return Awaitility.await()
        .atMost(WITHIN)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(
            () -> {
              RealServer server = servers.get(attempt[0]++ % servers.size());
              var answer = server.post("/api/tools/upscale", body, "job-" + n);
              if (answer.statusCode() != 202) {
                refusals.add(answer);
                return "";
              }
              return JSON.readTree(answer.body()).get("jobId").asText();
            },
            id -> !id.isEmpty());
  }

  /** The answers so far that took no job. */
  List<HttpResponse<String>> refusals() {
    return List.copyOf(refusals);
  }

  /** The file that all of them enlarge. */
  String source() {
    return source;
  }

  static void awaitAllEnded(RealServer server) {
    Awaitility.await()
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(
            () ->
                server.get("/api/jobs?status=pending&limit=1").get("items").isEmpty()
                    && server.get("/api/jobs?status=processing&limit=1").get("items").isEmpty());
  }

  /** What became of them, as one server, its credits, its files and the provider say. */
  Ends ends(RealServer server, Emulator emulator) throws Exception {
    List<JsonNode> jobs = new ArrayList<>();
    for (JsonNode listed : all(server, "/api/jobs?limit=100")) {
      jobs.add(server.get("/api/jobs/" + listed.get("id").asText()));
    }
    Map<String, Long> accepted =
        emulator.accepted().stream().collect(groupingBy(Accepted::inputSha256, counting()));
    Map<String, Long> acceptedOfJob = new ConcurrentHashMap<>();
    inputOfJob.forEach((job, input) -> acceptedOfJob.put(job, accepted.getOrDefault(input, 0L)));
    return new Ends(
        List.copyOf(jobs),
        acceptedOfJob,
        all(server, "/api/credits/transactions?limit=100"),
        server.get("/api/credits"));
  }

  static List<JsonNode> all(RealServer server, String path) throws Exception {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = server.get(path + cursor);
      page.get("items").forEach(items::add);
      cursor =
          page.path("nextCursor").asText("").isEmpty()
              ? ""
              : "&cursor=" + page.path("nextCursor").asText();
    } while (!cursor.isEmpty());
    return items;
  }

  private static double factor(int n) {
    return (1500 + n) / 1000.0;
  }

  private String inputSha256(int n) throws Exception {
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

  @Override
  public void close() {
    clients.shutdownNow();
  }
}
