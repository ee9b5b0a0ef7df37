package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.library.UserFolder;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.FaultyProxy.Way;
import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The packaged jar with its files in a bucket: what users do, and the bucket away meanwhile. */
class FilesInS3IT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UserFolder MINE = UserFolder.of("you@localhost");
  private static final Duration WITHIN = Duration.ofMinutes(4);

  /** Longer than the tries of one call, and than the pauses between two tries of a job. */
  private static final Duration AWAY = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void whatUsersDoWithFilesGoesAsInAFolder() throws Exception {
    try (S3Server s3 = S3Server.start();
        RealServer server = server(s3.url());
        HttpClient http = HttpClient.newHttpClient()) {
      server.awaitReady();
      String car = server.upload(Path.of("samples/front.jpg"));
      assertTrue(car.startsWith(MINE.root() + "uploads/"), car);

      String jobId = submit(server, "/api/tools/upscale", "{\"r2_key\":\"%s\"}".formatted(car));
      awaitAllEnded(server);
      JsonNode made = server.get("/api/tools/status?jobId=" + jobId);
      assertEquals("completed", made.path("status").asText(), made::toString);
      String upscaled = made.path("key").asText();
      assertTrue(
          upscaled.matches("%slibrary/upscale-%s[.](png|jpg)".formatted(MINE.root(), jobId)));

      // The bucket gives it, whole or in part; so does the server, by the key.
      String url = made.path("url").asText();
      assertTrue(url.startsWith(s3.url() + "/" + S3Server.BUCKET + "/" + upscaled + "?"), url);
      byte[] bytes = get(http, url, "").body();
      URI own = URI.create("http://localhost:%d/".formatted(server.port()));
      String byKey = own + "api/storage/file?key=" + upscaled;
      assertArrayEquals(bytes, get(http, byKey, "").body());
      assertArrayEquals(
          get(http, url, "bytes=10-99").body(), get(http, byKey, "bytes=10-99").body());

      // An address that was signed for the bucket is known as one of our files, and not fetched.
      String again = JSON.createObjectNode().put("image_url", url).toString();
      HttpResponse<String> refused =
          server.post("/api/tools/upscale", again, UUID.randomUUID().toString());
      assertEquals("ALREADY_UPSCALED", JSON.readTree(refused.body()).path("code").asText());

      String cut = "{\"r2_key\":\"%s\",\"output_mask\":true}".formatted(car);
      JsonNode first = server.result("/api/tools/rembg", cut);
      assertEquals("cache", server.result("/api/tools/rembg", cut).path("requestId").asText());
      assertTrue(server.download(first.path("image").path("url").asText()) > 1000);
      assertTrue(server.download(first.path("mask_image").path("url").asText()) > 100);

      JsonNode items = server.get("/api/library").path("items");
      assertEquals(2, items.size());
      for (JsonNode item : items) {
        assertEquals(
            item.path("size").asLong(), server.download(item.path("url").asText()), item::toString);
      }
      assertTrue(keys(s3).contains(upscaled));
      assertEquals(204, delete(http, own + "api/library?key=" + upscaled));
      assertFalse(keys(s3).contains(upscaled));

      assertThePageMayLoad(s3.url(), get(http, own.toString(), ""));
      assertNothingLiesInTheDataFolder(server);
      assertTrue(server.log().contains("CORS rules of R2_BUCKET do not allow GET and PUT"));
      assertFalse(server.log().contains(S3Server.SECRET));
    }
  }

  @Test
  void filesAreBroughtStraightToTheBucketAndReadThereByTheProvider() throws Exception {
    try (S3Server s3 = S3Server.start();
        FaultyProxy proxy = new FaultyProxy(s3.url());
        RealServer server = server(proxy.url(), Map.of("DARKROOM_OPERATIONS_INPUTS", "link"));
        HttpClient http = HttpClient.newHttpClient()) {
      server.awaitReady();
      byte[] photo = Files.readAllBytes(Path.of("samples/front.jpg"));
      JsonNode ticket = presign(server, photo.length);
      String key = ticket.path("key").asText();
      URI put = URI.create(ticket.path("url").asText());

      // The bucket itself holds the client to what it said.
      byte[] longer = Arrays.copyOf(photo, photo.length + 1);
      assertEquals(403, put(http, put, "image/jpeg", longer));
      assertEquals(403, put(http, put, "text/html", photo));
      assertEquals(403, put(http, URI.create(put + "0"), "image/jpeg", photo));
      assertFalse(keys(s3).contains(key));
      assertEquals(200, put(http, put, "image/jpeg", photo));

      // What somebody may still put another file in place of is uploaded, all else is linked.
      String steady = server.upload(Path.of("samples/front.jpg"));
      for (String each : List.of(key, steady)) {
        String body = "{\"r2_key\":\"%s\"}".formatted(each);
        String jobId = submit(server, "/api/tools/upscale", body);
        awaitAllEnded(server);
        assertEquals("completed", server.get("/api/jobs/" + jobId).path("status").asText());
      }
      assertTrue(wasFetchedByLink(proxy, steady));
      assertFalse(wasFetchedByLink(proxy, key));

      // What says that it is a picture and is not is found out when it is used.
      JsonNode lie = presign(server, 5);
      byte[] text = {'h', 'e', 'l', 'l', 'o'};
      assertEquals(200, put(http, URI.create(lie.path("url").asText()), "image/jpeg", text));
      String used = "{\"r2_key\":\"%s\"}".formatted(lie.path("key").asText());
      HttpResponse<String> refused = server.post("/api/tools/upscale", used, "lie");
      assertEquals(415, refused.statusCode(), refused::body);

      JsonNode root = server.get("/api/storage/list");
      assertEquals("[\"library\",\"uploads\"]", root.path("folders").toString());
      JsonNode view = server.get("/api/storage/view?key=" + key);
      assertEquals("image/jpeg", view.path("contentType").asText());
      assertArrayEquals(photo, get(http, view.path("url").asText(), "").body());
      long stored = server.get("/api/storage/usage").path("used").asLong();
      assertTrue(stored >= photo.length, "stored " + stored);
      String own = "http://localhost:%d/api/storage?key=".formatted(server.port());
      assertEquals(204, delete(http, own + key));
      assertFalse(keys(s3).contains(key));
      assertEquals(404, delete(http, own + key));
    }
  }

  private static boolean wasFetchedByLink(FaultyProxy proxy, String key) {
    String fetched = "GET /%s/%s?".formatted(S3Server.BUCKET, key);
    return proxy.asked().stream()
        .anyMatch(line -> line.startsWith(fetched) && line.contains("X-Amz-Signature="));
  }

  private static JsonNode presign(RealServer server, long size) throws Exception {
    String asked =
        """
        {"filename":"car.jpg","contentType":"image/jpeg","size":%d}"""
            .formatted(size);
    HttpResponse<String> answer =
        server.post("/api/storage/presign", asked, UUID.randomUUID().toString());
    assertEquals(200, answer.statusCode(), answer::body);
    return JSON.readTree(answer.body());
  }

  private static int put(HttpClient http, URI url, String type, byte[] file) throws Exception {
    return http.send(
            HttpRequest.newBuilder(url)
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(file))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static void assertThePageMayLoad(URI bucket, HttpResponse<?> page) {
    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
    for (String kind : List.of("img-src 'self' blob:", "media-src 'self'", "connect-src 'self'")) {
      assertTrue(policy.contains("%s %s;".formatted(kind, bucket)), policy);
    }
  }

  private static void assertNothingLiesInTheDataFolder(RealServer server) throws IOException {
    assertFalse(Files.exists(server.data().resolve("blobs")));
    try (Stream<Path> copies = Files.list(server.data().resolve("downloads"))) {
      assertEquals(List.of(), copies.toList());
    }
  }

  @Test
  void jobsWaitForABucketThatIsAwayAndArePaidOnce() throws Exception {
    try (S3Server s3 = S3Server.start();
        FaultyProxy proxy = new FaultyProxy(s3.url());
        RealServer server = server(proxy.url())) {
      server.awaitReady();
      String car = server.upload(Path.of("samples/front.jpg"));
      Map<String, String> prefixes = submitAll(server, car);
      Awaitility.await().atMost(WITHIN).until(() -> !completed(server).isEmpty());

      proxy.rule((_, _) -> new Way.Answers(503, "SlowDown"));
      Awaitility.await()
          .during(AWAY)
          .atMost(WITHIN)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> keys(s3).containsAll(completed(server)) && !allEnded(server));
      assertTrue(retried(server) >= 3, "jobs met the trouble: " + retried(server));
      assertEquals(503, upload(server), "a request is told");
      proxy.rule((_, _) -> new Way.Passes());
      awaitAllEnded(server);

      for (JsonNode job : server.get("/api/jobs?limit=100").get("items")) {
        assertEquals("completed", job.path("status").asText(), job::toString);
      }
      assertEquals(prefixes.size(), completed(server).size());
      assertTrue(keys(s3).containsAll(completed(server)));
      assertPaidOnce(server, prefixes.keySet());
    }
  }

  private static Map<String, String> submitAll(RealServer server, String car) throws Exception {
    String region =
        "data:image/jpeg;base64,"
            + Base64.getEncoder()
                .encodeToString(Files.readAllBytes(Path.of("samples/coast-region.jpg")));
    String coast = server.upload(Path.of("samples/coast.jpg"));
    Map<String, String> jobs = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      jobs.put(
          submit(server, "/api/tools/upscale", "{\"r2_key\":\"%s\"}".formatted(car)), "upscale");
      jobs.put(
          submit(
              server,
              "/api/studio",
              "{\"prompt\":\"the car at the coast %d\",\"image_keys\":[\"%s\"]}".formatted(i, car)),
          "studio");
      jobs.put(
          submit(
              server,
              "/api/templates/generate",
              """
              {"templateSlug":"showroom","userImageKeys":["%s"],"isolateCar":true}"""
                  .formatted(car)),
          "generate");
    }
    jobs.put(
        submit(
            server,
            "/api/tools/draw-to-edit",
            """
            {"prompt":"brighter","originalKey":"%s","imageDataUrl":"%s",
             "boundingBox":{"x":1500,"y":1400,"width":1000,"height":700}}"""
                .formatted(coast, region)),
        "edit");
    return jobs;
  }

  private static void assertPaidOnce(RealServer server, Set<String> jobs) throws Exception {
    Map<String, Integer> charges = new HashMap<>();
    for (JsonNode entry : server.get("/api/credits/transactions?limit=100").get("items")) {
      charges.merge(entry.path("jobId").asText(), 1, Integer::sum);
    }
    charges.remove("null");
    assertEquals(jobs, charges.keySet());
    assertEquals(Set.of(1), Set.copyOf(charges.values()));
    assertEquals(0, server.get("/api/credits").path("held").asInt());
  }

  @Test
  void aBucketThatCannotBeUsedStopsTheStartInOneLine() throws Exception {
    try (S3Server s3 = S3Server.start()) {
      Map<String, String> settings = new HashMap<>(settings(s3.url()));
      settings.put("R2_SECRET_ACCESS_KEY", "wrong");
      assertStops(settings, "the keys are not accepted. See R2_ACCESS_KEY_ID");
      settings.putAll(settings(s3.url()));
      settings.put("R2_BUCKET", "nowhere");
      assertStops(settings, "there is no such bucket. See R2_BUCKET");
      settings.putAll(settings(URI.create("http://127.0.0.1:9")));
      assertStops(settings, "no answer came");
      settings.put("R2_ENDPOINT", "");
      assertStops(settings, "so R2_ENDPOINT or R2_ACCOUNT_ID must say where");
      settings.put("R2_ENDPOINT", "http://user:pass@localhost");
      assertStops(settings, "R2_ENDPOINT must be http:// or https:// and a host, without a user");
      settings.put("R2_ENDPOINT", s3.url() + "/" + S3Server.BUCKET);
      assertStops(settings, "the bucket's name belongs into R2_BUCKET");
      settings.putAll(settings(s3.url()));
      settings.remove("R2_ACCESS_KEY_ID");
      assertStops(settings, "so R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY must be too");
      settings.putAll(settings(s3.url()));
      settings.put("DARKROOM_OPERATIONS_INPUTS", "link");
      settings.put("FAL_KEY", "a:b");
      settings.put("FAL_QUEUE_URL", "http://192.0.2.1");
      assertStops(settings, "DARKROOM_OPERATIONS_INPUTS is link, but the provider cannot read");
    }
  }

  private void assertStops(Map<String, String> settings, String words) throws Exception {
    Path fresh = Files.createTempDirectory(folder, "start");
    try (RealServer server = new RealServer(fresh, settings)) {
      assertThrows(IOException.class, server::awaitReady);
      String said = server.log().lines().reduce((_, last) -> last).orElse("");
      assertTrue(
          said.startsWith("Darkroom does not start: ") && said.contains(words), server.log());
      assertFalse(server.log().contains("pass@"), server.log());
    }
  }

  private RealServer server(URI bucket) throws IOException {
    return server(bucket, Map.of());
  }

  private RealServer server(URI bucket, Map<String, String> others) throws IOException {
    Map<String, String> settings = new HashMap<>(settings(bucket));
    settings.putAll(others);
    return new RealServer(folder, settings);
  }

  private static Map<String, String> settings(URI bucket) {
    return Map.of(
        "DARKROOM_EMULATOR_PORT",
        "0",
        "DARKROOM_EMULATOR_RUN_DELAY",
        "500ms",
        "DARKROOM_JOBS_RETRY_MAX",
        "2s",
        "DARKROOM_R2_CALL_WITHIN",
        "20s",
        "R2_BUCKET",
        S3Server.BUCKET,
        "R2_ENDPOINT",
        bucket.toString(),
        "R2_ACCESS_KEY_ID",
        S3Server.KEY_ID,
        "R2_SECRET_ACCESS_KEY",
        S3Server.SECRET);
  }

  private static String submit(RealServer server, String path, String json) throws Exception {
    HttpResponse<String> answer = server.post(path, json, UUID.randomUUID().toString());
    assertEquals(202, answer.statusCode(), answer::body);
    return JSON.readTree(answer.body()).get("jobId").asText();
  }

  /** The status of an upload now. */
  private static int upload(RealServer server) {
    IOException e =
        assertThrows(IOException.class, () -> server.upload(Path.of("samples/coast-region.jpg")));
    return Integer.parseInt(String.valueOf(e.getMessage()).replaceAll("\\D*(\\d{3}).*", "$1"));
  }

  private static void awaitAllEnded(RealServer server) {
    Awaitility.await()
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> allEnded(server));
  }

  private static boolean allEnded(RealServer server) throws Exception {
    return server.get("/api/jobs?status=pending").get("items").isEmpty()
        && server.get("/api/jobs?status=processing").get("items").isEmpty();
  }

  /** The keys of what jobs say that they have made. */
  private static List<String> completed(RealServer server) throws Exception {
    List<String> keys = new ArrayList<>();
    for (JsonNode job : server.get("/api/jobs?status=completed&limit=100").get("items")) {
      keys.add(job.path("result").path("key").asText());
    }
    return keys;
  }

  private static int retried(RealServer server) throws Exception {
    int retried = 0;
    for (JsonNode job : server.get("/api/jobs?limit=100").get("items")) {
      String story = server.get("/api/jobs/" + job.get("id").asText()).path("events").toString();
      retried +=
          story.contains("(STORAGE_TROUBLE)") || story.contains("(RESULT_NOT_STORED)") ? 1 : 0;
    }
    return retried;
  }

  private static Set<String> keys(S3Server s3) {
    Set<String> keys = new TreeSet<>();
    s3.client().listObjectsV2Paginator(list -> list.bucket(S3Server.BUCKET)).contents().stream()
        .map(S3Object::key)
        .forEach(keys::add);
    return keys;
  }

  private static HttpResponse<byte[]> get(HttpClient http, String url, String range)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (!range.isEmpty()) {
      request.header("Range", range);
    }
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    assertEquals(range.isEmpty() ? 200 : 206, answer.statusCode(), url);
    return answer;
  }

  private static int delete(HttpClient http, String url) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).DELETE().build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
