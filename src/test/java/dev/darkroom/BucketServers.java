package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A packaged server whose files lie in a bucket, and what tests of it ask for. */
final class BucketServers {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final Duration WITHIN = Duration.ofMinutes(4);

  private BucketServers() {}

  /** With its data in this folder. */
  static RealServer server(Path folder, URI bucket, Map<String, String> others) throws IOException {
    Map<String, String> settings = new HashMap<>(settings(bucket));
    settings.putAll(others);
    return new RealServer(folder, settings);
  }

  static Map<String, String> settings(URI bucket) {
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

  static String submit(RealServer server, String path, String json) throws Exception {
    HttpResponse<String> answer = server.post(path, json, UUID.randomUUID().toString());
    assertEquals(202, answer.statusCode(), answer::body);
    return JSON.readTree(answer.body()).get("jobId").asText();
  }

  static void awaitAllEnded(RealServer server) {
    Awaitility.await()
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> allEnded(server));
  }

  static boolean allEnded(RealServer server) throws Exception {
    return server.get("/api/jobs?status=pending").get("items").isEmpty()
        && server.get("/api/jobs?status=processing").get("items").isEmpty();
  }

  static Set<String> keys(S3Server s3) {
    Set<String> keys = new TreeSet<>();
    s3.client().listObjectsV2Paginator(list -> list.bucket(S3Server.BUCKET)).contents().stream()
        .map(S3Object::key)
        .forEach(keys::add);
    return keys;
  }
}
