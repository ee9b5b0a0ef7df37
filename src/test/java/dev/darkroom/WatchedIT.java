package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.Way;
import dev.darkroom.testing.TraceCollector;
import dev.darkroom.testing.TraceCollector.Span;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as operators watch it: its log as JSON, its jobs as traces. */
class WatchedIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WITHIN = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void aJobThatTwoProcessesDidIsOneTraceAndEachLineOfTheLogIsJson() throws Exception {
    try (TraceCollector collector = TraceCollector.start();
        Emulator emulator =
            Emulator.start(
                EmulatorSettings.forTests(folder.resolve("emulator"))
                    .withDelays(Duration.ofMillis(100), Duration.ofSeconds(4)));
        RealServer server = new RealServer(folder, environment(emulator, collector))) {
      server.awaitReady();
      String photo = server.upload(Path.of("samples/front.jpg"));
      emulator.cruelty().next(Call.STATUS, Way.json(503, "away"));
      HttpResponse<String> answer =
          server.post("/api/tools/upscale", "{\"r2_key\":\"%s\"}".formatted(photo), "one");
      assertEquals(202, answer.statusCode(), answer::body);
      String job = JSON.readTree(answer.body()).path("jobId").asText();
      // The step ends after the call: what was told of the call alone dies with the process.
      Awaitility.await().atMost(WITHIN).until(() -> !named(collector, "step submit").isEmpty());
      server.kill();
      server.startAgain();
      server.awaitReady();
      Awaitility.await().atMost(WITHIN).until(() -> !named(collector, "job upscale").isEmpty());

      Span life = named(collector, "job upscale").getFirst();
      // A job ends within its last step, which is told after it.
      Awaitility.await()
          .atMost(WITHIN)
          .untilAsserted(
              () -> {
                Set<String> names = names(collector, life.trace());
                assertTrue(
                    names.containsAll(
                        Set.of("visit", "step submit", "step store", "provider result")),
                    names::toString);
              });
      assertEquals(1, named(collector, "provider submit").size());
      assertEquals(life.trace(), named(collector, "provider submit").getFirst().trace());

      List<JsonNode> lines = lines(server);
      assertTrue(
          lines.stream()
              .anyMatch(
                  line ->
                      line.path("mdc").path("jobId").asText().equals(job)
                          && line.path("mdc").path("jobType").asText().equals("upscale")
                          && line.path("message").asText().contains("met trouble")),
          lines::toString);
      assertTrue(lines.stream().anyMatch(line -> line.path("message").asText().contains("ready")));
      assertFalse(server.log().contains("test:secret"), "a secret");
    }
  }

  /** A collector that is not there must not keep anybody from anything. */
  @Test
  void aCollectorThatIsAwayDelaysNoJobAndNoStop() throws Exception {
    TraceCollector gone = TraceCollector.start();
    gone.close();
    try (Emulator emulator = Emulator.start(EmulatorSettings.forTests(folder.resolve("emulator")));
        RealServer server = new RealServer(folder, environment(emulator, gone))) {
      server.awaitReady();
      String photo = server.upload(Path.of("samples/front.jpg"));
      server.post("/api/tools/upscale", "{\"r2_key\":\"%s\"}".formatted(photo), "one");
      Awaitility.await()
          .atMost(WITHIN)
          .until(() -> server.get("/api/jobs?status=completed").path("items").size() == 1);
      Duration stop = server.stop();
      assertTrue(stop.compareTo(Duration.ofSeconds(6)) < 0, stop::toString);
      lines(server);
    }
  }

  private static List<Span> named(TraceCollector collector, String name) {
    return collector.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  private static Set<String> names(TraceCollector collector, String trace) {
    return collector.spans().stream()
        .filter(span -> span.trace().equals(trace))
        .map(Span::name)
        .collect(Collectors.toSet());
  }

  private static List<JsonNode> lines(RealServer server) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : server.log().lines().toList()) {
      JsonNode json = JSON.readTree(line);
      assertTrue(json.isObject() && json.hasNonNull("message"), line);
      lines.add(json);
    }
    return lines;
  }

  private static Map<String, String> environment(Emulator emulator, TraceCollector collector) {
    return RealServer.environment(
        emulator,
        Map.of(
            "FAL_KEY",
            "test:secret",
            "DARKROOM_LOG_FORMAT",
            "json",
            "DARKROOM_TRACES_ENDPOINT",
            collector.url().toString(),
            "QUARKUS_OTEL_BSP_SCHEDULE_DELAY",
            "100ms"));
  }
}
