package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.web.HostileFiles;
import dev.darkroom.web.HostileFiles.Hostile;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar with little memory, while hostile files come in by every door at once. */
@EnabledOnOs(OS.LINUX) // Memory is read there; CI runs it.
class HostileFilesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 3;
  private static final int AT_ONCE = 8;
  private static final int TRIES = 50;
  private static final long RESIDENT_MAX = 900L << 20;
  private static final Duration WITHIN = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final AtomicInteger busy = new AtomicInteger();

  @Test
  void eachIsRefusedAndTheServerStaysUpInLittleMemory() throws Exception {
    byte[] photo = HostileFiles.photo();
    try (RealServer server = new RealServer(folder, settings(), RealServer.freePort(), "-Xmx256m");
        Doors doors = new Doors(server.port(), photo, "");
        Doors prices = new Doors(server.port(), photo, "?quote=true")) {
      server.awaitReady();
      int before = files(server, "blobs");
      List<Callable<String>> calls = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        doors.all().forEach((door, way) -> calls.addAll(hostile(door, way)));
        prices.all().forEach((door, way) -> calls.addAll(polyglot(door, way)));
      }
      Collections.shuffle(calls, new Random(7));
      assertEquals(List.of(), atOnce(calls));

      assertTrue(server.isAlive());
      assertFalse(server.log().contains("OutOfMemoryError"));
      int kept = ROUNDS * (int) HostileFiles.polyglots().count();
      assertNothingIsLeft(server, before + kept);
      long peak = server.peakResident();
      System.out.printf(
          "%d files, %d asked to come again: %d MB resident%n",
          calls.size(), busy.get(), peak >> 20);
      assertTrue(peak < RESIDENT_MAX, () -> (peak >> 20) + " MB resident");
      assertStillWorks(server, photo);
    }
  }

  private static Map<String, String> settings() {
    return Map.of(
        "DARKROOM_EMULATOR_PORT",
        "0",
        "DARKROOM_EMULATOR_RUN_DELAY",
        "0s",
        "DARKROOM_REQUESTS_PER_MINUTE",
        "1000000");
  }

  /** What is wrong with the answers; empty if nothing is. */
  private List<Callable<String>> hostile(String door, Doors.Door way) {
    List<Callable<String>> calls = new ArrayList<>();
    HostileFiles.refused()
        .forEach(
            file -> calls.add(() -> refused(door, file, answer(way, file.name(), file.file()))));
    return calls;
  }

  private List<Callable<String>> polyglot(String door, Doors.Door way) {
    List<Callable<String>> calls = new ArrayList<>();
    HostileFiles.polyglots()
        .forEach(
            file ->
                calls.add(
                    () -> {
                      HttpResponse<String> answer = answer(way, file.name(), file.file());
                      return answer.statusCode() / 100 == 2 ? "" : told(door, file.name(), answer);
                    }));
    return calls;
  }

  /** Who is asked to come again does so. */
  private HttpResponse<String> answer(Doors.Door way, String name, byte[] file) throws Exception {
    HttpResponse<String> answer = way.bring(name, file);
    for (int i = 1; i < TRIES && isBusy(answer); i++) {
      busy.incrementAndGet();
      Thread.sleep(100);
      answer = way.bring(name, file);
    }
    return answer;
  }

  private static boolean isBusy(HttpResponse<String> answer) {
    return answer.statusCode() == 503 && answer.body().contains("\"TRY_AGAIN\"");
  }

  private static String refused(String door, Hostile file, HttpResponse<String> answer)
      throws IOException {
    JsonNode problem = JSON.readTree(answer.body());
    String type = answer.headers().firstValue("Content-Type").orElse("");
    String said = "%d %s".formatted(answer.statusCode(), problem.path("code").asText());
    boolean asExpected =
        said.equals(expected(door, file))
            && type.startsWith("application/problem+json")
            && !problem.path("error").asText().isBlank();
    return asExpected ? "" : told(door, file.name(), answer);
  }

  /** Where only pictures are taken, all else is none. */
  private static String expected(String door, Hostile file) {
    boolean asUploaded = Set.of(Doors.UPLOAD, Doors.PRESIGNED).contains(door);
    if (asUploaded || file.code().startsWith("PICTURE_")) {
      return "%d %s".formatted(file.status(), file.code());
    }
    boolean noData = file.file().length == 0 && !door.equals(Doors.VIDEO);
    return noData ? "400 BAD_DATA_URL" : "415 NOT_A_PICTURE";
  }

  private static String told(String door, String name, HttpResponse<String> answer) {
    return "%s %s: %d %s".formatted(door, name, answer.statusCode(), answer.body());
  }

  private static List<String> atOnce(List<Callable<String>> calls) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<String> each : threads.invokeAll(calls)) {
        if (!each.get().isEmpty()) {
          wrong.add(each.get());
        }
      }
    }
    return wrong;
  }

  private static void assertNothingIsLeft(RealServer server, int blobs) throws Exception {
    Awaitility.await()
        .atMost(WITHIN)
        .until(() -> files(server, "incoming") == 0 && files(server, "downloads") == 0);
    assertEquals(blobs, files(server, "blobs"));
    assertEquals(0, server.get("/api/jobs").path("items").size());
    JsonNode credits = server.get("/api/credits");
    assertEquals("{\"balance\":5000,\"held\":0,\"available\":5000}", credits.toString());
  }

  private static int files(RealServer server, String below) throws IOException {
    try (Stream<Path> all = Files.walk(server.data().resolve(below))) {
      return (int) all.filter(Files::isRegularFile).count();
    }
  }

  private static void assertStillWorks(RealServer server, byte[] photo) throws Exception {
    String body = "{\"r2_key\":\"%s\"}".formatted(server.upload(photo));
    String jobId = BucketServers.submit(server, "/api/tools/upscale", body);
    BucketServers.awaitAllEnded(server);
    JsonNode job = server.get("/api/jobs/" + jobId);
    assertEquals("completed", job.path("status").asText(), job::toString);
    assertTrue(server.download(job.path("result").path("url").asText()) > 100);
  }
}
