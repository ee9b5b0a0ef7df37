package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.testing.RoughLine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, and a provider that it reaches, and is reached by, over bad lines. */
class RoughLineIT {
  private static final int JOBS = 100;

  /** So many connections, that few which pass carry all. */
  private static final double SPOILED = 0.8;

  @TempDir Path folder;

  @Test
  void allJobsEndAndArePaidOnceThoughConnectionsAreCutResetAndDropped() throws Exception {
    long seed = System.nanoTime();
    System.out.printf("seed %d%n", seed);
    int port = RealServer.freePort();
    try (Emulator emulator =
            Emulator.start(
                EmulatorSettings.forTests(folder.resolve("emulator"))
                    .withRunners(4)
                    .withDelays(Duration.ofMillis(100), Duration.ofMillis(200)));
        RoughLine there = new RoughLine(emulator.port(), SPOILED, seed);
        RoughLine back = new RoughLine(port, SPOILED, seed + 1);
        RealServer server = new RealServer(folder, environment(there, back), port)) {
      server.awaitReady();
      try (SmallJobs jobs = new SmallJobs(List.of(server))) {
        jobs.submit(JOBS);
        assertEquals(JOBS, jobs.awaitTaken());
        SmallJobs.awaitAllEnded(server);
        Ends ends = jobs.ends(server, emulator);
        System.out.printf("%s; lines there %s, back %s%n", ends, there.met(), back.met());
        ends.assertPaidOnce(server.data().resolve("blobs"));
        ends.assertSubmittedAgainOnlyWhereAnswersWereLost();
        assertTrue(ends.found() + ends.lost() > 0, "no answer was lost, so this shows nothing");
      }
    }
  }

  private static Map<String, String> environment(RoughLine there, RoughLine back) {
    String provider = "http://127.0.0.1:" + there.port();
    return RealServer.environment(
        URI.create(provider + "/queue"),
        URI.create(provider + "/rest"),
        Map.of(
            "DARKROOM_PUBLIC_URL",
            "http://localhost:" + back.port(),
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
