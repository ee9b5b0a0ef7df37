package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.testing.SmallDisk;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar on a disk that takes nothing more, for a while or from the start. */
class DiskIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int JOBS = 100;
  private static final Duration AWAY = Duration.ofSeconds(12);

  /** A trouble that lasts is said now and then. */
  private static final long LOG_LINES_MAX = 5_000;

  @TempDir Path folder;

  @Test
  void jobsWaitForAFullDiskAndArePaidOnce() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 64)) {
      jobsWait(disk, disk::fill, disk::empty);
    }
  }

  @Test
  void jobsWaitForAReadOnlyFolderAndArePaidOnce() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 64)) {
      Path data = disk.path().resolve("data");
      jobsWait(disk, () -> disk.protect(data, "darkroom.db-shm"), () -> disk.release(data));
    }
  }

  @Test
  void aFolderThatIsReadOnlyFromTheStartIsNamed() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder, 64)) {
      disk.remount("ro");
      try (RealServer server =
          new RealServer(folder, Map.of("DARKROOM_DATA_DIR", disk.path().toString()))) {
        assertThrows(IOException.class, server::awaitReady);
        List<String> said = server.log().lines().filter(line -> !line.isBlank()).toList();
        assertEquals(1, server.exitCode());
        assertTrue(
            said.getLast().startsWith("Darkroom does not start: DARKROOM_DATA_DIR "),
            said::toString);
        assertFalse(server.log().contains("\tat "), server.log());
      }
    }
  }

  private interface Deed {
    void run() throws Exception;
  }

  private void jobsWait(SmallDisk disk, Deed takeAway, Deed giveBack) throws Exception {
    Path data = disk.path().resolve("data");
    try (Emulator emulator =
            Emulator.start(
                EmulatorSettings.forTests(folder.resolve("emulator"))
                    .withRunners(4)
                    .withDelays(Duration.ofMillis(100), Duration.ofMillis(300)));
        RealServer server = new RealServer(folder, environment(emulator, data))) {
      server.awaitReady();
      try (SmallJobs jobs = new SmallJobs(List.of(server))) {
        jobs.submit(JOBS / 2);
        awaitAccepted(emulator, JOBS / 5);
        takeAway.run();
        jobs.submit(JOBS / 2);
        Awaitility.await()
            .during(AWAY)
            .atMost(Duration.ofMinutes(1))
            .until(() -> reads(server, jobs.source()));
        int upload = upload(server);
        giveBack.run();
        assertEquals(JOBS, jobs.awaitTaken());
        SmallJobs.awaitAllEnded(server);
        Ends ends = jobs.ends(server, emulator);
        System.out.printf("%s; %d submits refused%n", ends, jobs.refusals().size());
        ends.assertPaidOnce(data.resolve("blobs"));
        ends.assertSubmittedAgainOnlyWhereAnswersWereLost();
        assertEquals(503, upload);
        assertFalse(jobs.refusals().isEmpty(), "nothing was refused, so this shows nothing");
        for (HttpResponse<String> refusal : jobs.refusals()) {
          assertEquals(503, refusal.statusCode(), refusal::body);
          assertTrue(JSON.readTree(refusal.body()).hasNonNull("code"), refusal::body);
        }
      }
      server.kill();
      long lines = server.log().lines().count();
      System.out.println(lines + " lines of log");
      assertTrue(lines < LOG_LINES_MAX, () -> lines + " lines of log");
      assertWhole(server, data);
    }
  }

  private static boolean reads(RealServer server, String file) throws Exception {
    return server.isAlive()
        && server.get("/api/credits").has("balance")
        && server.get("/api/jobs").has("items")
        && server.download(server.get("/api/storage/view?key=" + file).get("url").asText()) > 0;
  }

  /** The status of an upload now. */
  private static int upload(RealServer server) {
    IOException e =
        assertThrows(IOException.class, () -> server.upload(Path.of("samples/coast-region.jpg")));
    return Integer.parseInt(String.valueOf(e.getMessage()).replaceAll("\\D*(\\d{3}).*", "$1"));
  }

  private static void awaitAccepted(Emulator emulator, int requests) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> emulator.accepted().size() >= requests);
  }

  private static void assertWhole(RealServer server, Path data) throws Exception {
    try (var rows = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("darkroom.db"));
        var answer = rows.createStatement().executeQuery("PRAGMA integrity_check")) {
      assertEquals("ok", answer.getString(1));
    }
    String doctor = server.offline("doctor");
    assertTrue(doctor.lines().anyMatch(line -> line.startsWith("0 cases are wrong")), doctor);
  }

  private static Map<String, String> environment(Emulator emulator, Path data) {
    return RealServer.environment(
        emulator,
        Map.of(
            "DARKROOM_DATA_DIR",
            data.toString(),
            "DARKROOM_JOBS_UNFINISHED_MAX",
            Integer.toString(JOBS),
            "DARKROOM_JOBS_POLL_MAX_WITH_WEBHOOKS",
            "5s",
            "DARKROOM_JOBS_RETRY_MAX",
            "2s",
            "DARKROOM_JOBS_LOST_ANSWER_WEBHOOK_GRACE",
            "8s"));
  }
}
