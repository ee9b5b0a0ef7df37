package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.db.surreal.SurrealServer;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.Way;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar is asked to stop (SIGTERM) while it works. */
class StopIT {
  private static final int JOBS = 20;

  /** From the signal to the end of the process; it ends itself before that, and says so. */
  private static final Duration WITHIN = Duration.ofSeconds(12);

  /** So long that nothing goes on by a lease that lapses. */
  private static final String LEASE = "10m";

  @TempDir Path folder;

  @Test
  void itEndsInTimeThoughProviderAndStorageHangAndAnotherGoesOnAtOnce() throws Exception {
    Map<String, String> rows = RealServer.variables(SurrealServer.shared().freshDatabase());
    try (Emulator emulator = emulator();
        S3Server s3 = S3Server.start();
        FaultyProxy hangs = new FaultyProxy(s3.url());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        RealServer one = server("one", emulator, rows, BucketServers.settings(hangs.url()))) {
      one.awaitReady();
      try (SmallJobs jobs = new SmallJobs(List.of(one))) {
        hangs.rule(
            (method, target) ->
                method.equals("PUT") && target.contains("/library/")
                    ? new FaultyProxy.Way.Hangs()
                    : new FaultyProxy.Way.Passes());
        emulator.cruelty().next(Call.STATUS, 3, new Way.Stall(60));
        jobs.submit(JOBS);
        assertEquals(JOBS, jobs.awaitTaken());
        emulator.cruelty().next(Call.SUBMIT, 1, new Way.Stall(60));
        Future<Integer> waits = threads.submit(() -> waits(one, jobs.source()));
        awaitHanging(emulator, hangs);
        try (RealServer other = server("other", emulator, rows, BucketServers.settings(s3.url()))) {
          other.awaitReady();
          Duration took = one.stop();
          System.out.printf(
              "stopped within %d ms; the one who waited was told %d%n",
              took.toMillis(), waits.get());
          assertEnded(one, took);
          SmallJobs.awaitAllEnded(other);
          Ends ends = jobs.ends(other, emulator);
          assertEquals(JOBS + 1, ends.completed(), "and the one that was waited for");
          assertEquals(0, ends.account().get("held").asLong());
          ends.assertSubmittedAgainOnlyWhereAnswersWereLost();
          System.out.printf("%s%n", ends);
        }
      }
    }
  }

  @Test
  void whatCanBeFinishedIsFinishedAndNothingNewIsTaken() throws Exception {
    try (Emulator emulator = emulator();
        RealServer server = server("one", emulator, Map.of(), Map.of())) {
      server.awaitReady();
      try (SmallJobs jobs = new SmallJobs(List.of(server))) {
        // Some 660 bytes: longer than it takes to close the door, and not as long as visits have.
        emulator.cruelty().next(Call.FILE, 1, new Way.Drip(250, 60));
        jobs.submit(1);
        assertEquals(1, jobs.awaitTaken());
        Awaitility.await().until(() -> emulator.calls(Call.FILE) == 1);
        Duration took = server.stop(() -> assertTakesNothing(server));
        System.out.printf("stopped within %d ms%n", took.toMillis());
        assertEnded(server, took);
        assertEquals(1, library(server).size(), "it was finished");
        server.startAgain();
        server.awaitReady();
        SmallJobs.awaitAllEnded(server);
        JsonNode job = SmallJobs.all(server, "/api/jobs?limit=100").getLast();
        assertFalse(
            Ends.kinds(server.get("/api/jobs/" + job.get("id").asText())).contains("broke"));
        assertEquals("completed", job.get("status").asText());
        assertEquals(1, emulator.calls(Call.FILE));
      }
    }
  }

  /** At once, although it is still at work. */
  private static void assertTakesNothing(RealServer server) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> isDeaf(server));
    assertTrue(server.isAlive());
    assertEquals(Set.of(), library(server), "the visit goes on");
  }

  private static Set<String> library(RealServer server) {
    try {
      return Ends.library(server.data().resolve("blobs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isDeaf(RealServer server) throws InterruptedException {
    try {
      server.get("/api/credits");
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void assertEnded(RealServer server, Duration took) throws IOException {
    assertTrue(took.compareTo(WITHIN) <= 0, () -> "it took " + took);
    assertTrue(
        Set.of(0, 143).contains(server.exitCode()), () -> "it ended with " + server.exitCode());
    assertFalse(server.log().contains("could not be recorded"), server.log());
    assertFalse(server.log().contains("does not stop in time"), server.log());
  }

  /** The status of a request that waits for its job. */
  private static int waits(RealServer server, String source) throws InterruptedException {
    try {
      return server
          .post("/api/tools/rembg", "{\"r2_key\":\"%s\"}".formatted(source), "waits")
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void awaitHanging(Emulator emulator, FaultyProxy hangs) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                emulator.cruelty().pending(Call.STATUS) == 0
                    && emulator.cruelty().pending(Call.SUBMIT) == 0
                    && hangs.asked().stream()
                        .anyMatch(line -> line.startsWith("PUT") && line.contains("/library/")));
  }

  private Emulator emulator() throws IOException {
    return Emulator.start(EmulatorSettings.forTests(folder.resolve("emulator")));
  }

  private RealServer server(
      String name, Emulator emulator, Map<String, String> rows, Map<String, String> files)
      throws IOException {
    Map<String, String> settings =
        RealServer.environment(
            emulator,
            Map.of(
                "DARKROOM_JOBS_LEASE",
                LEASE,
                "DARKROOM_JOBS_UNFINISHED_MAX",
                "100",
                "DARKROOM_JOBS_LOST_ANSWER_WEBHOOK_GRACE",
                "2s"));
    settings.putAll(files);
    settings.putAll(rows);
    return new RealServer(folder.resolve(name), settings);
  }
}
