package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.FaultyProxy.Way;
import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar while its bucket is away. */
class BucketAwayIT {
  /** Longer than the tries of one call, and than the pauses between two tries of a job. */
  private static final Duration AWAY = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void jobsWaitForABucketThatIsAwayAndArePaidOnce() throws Exception {
    try (S3Server s3 = S3Server.start();
        FaultyProxy proxy = new FaultyProxy(s3.url());
        RealServer server = BucketServers.server(folder, proxy.url(), Map.of())) {
      server.awaitReady();
      String car = server.upload(Path.of("samples/front.jpg"));
      Map<String, String> prefixes = submitAll(server, car);
      Awaitility.await().atMost(BucketServers.WITHIN).until(() -> !completed(server).isEmpty());

      proxy.rule((_, _) -> new Way.Answers(503, "SlowDown"));
      Awaitility.await()
          .during(AWAY)
          .atMost(BucketServers.WITHIN)
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () ->
                  BucketServers.keys(s3).containsAll(completed(server))
                      && !BucketServers.allEnded(server));
      assertTrue(retried(server) >= 3, "jobs met the trouble: " + retried(server));
      assertEquals(503, upload(server), "a request is told");
      proxy.rule((_, _) -> new Way.Passes());
      BucketServers.awaitAllEnded(server);

      for (JsonNode job : server.get("/api/jobs?limit=100").get("items")) {
        assertEquals("completed", job.path("status").asText(), job::toString);
      }
      assertEquals(prefixes.size(), completed(server).size());
      assertTrue(BucketServers.keys(s3).containsAll(completed(server)));
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
          BucketServers.submit(server, "/api/tools/upscale", "{\"r2_key\":\"%s\"}".formatted(car)),
          "upscale");
      jobs.put(
          BucketServers.submit(
              server,
              "/api/studio",
              "{\"prompt\":\"the car at the coast %d\",\"image_keys\":[\"%s\"]}".formatted(i, car)),
          "studio");
      jobs.put(
          BucketServers.submit(
              server,
              "/api/templates/generate",
              """
              {"templateSlug":"showroom","userImageKeys":["%s"],"isolateCar":true}"""
                  .formatted(car)),
          "generate");
    }
    jobs.put(
        BucketServers.submit(
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

  /** The status of an upload now. */
  private static int upload(RealServer server) {
    IOException e =
        assertThrows(IOException.class, () -> server.upload(Path.of("samples/coast-region.jpg")));
    return Integer.parseInt(String.valueOf(e.getMessage()).replaceAll("\\D*(\\d{3}).*", "$1"));
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
}
