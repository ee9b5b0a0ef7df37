package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.db.surreal.SurrealServer;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.HookWay;
import dev.darkroom.emulator.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar under kill -9 again and again, told of ends by webhooks that come twice, late,
 * in another order, forged or not at all. The provider survives: it is the test's own process.
 * {@code -Dkiller.jobs=1000 -Dkiller.kills=100} is the whole of it.
 */
class ManyKillsIT {
  private static final int JOBS = Integer.getInteger("killer.jobs", 150);
  private static final int KILLS = Integer.getInteger("killer.kills", 15);

  @TempDir Path folder;

  /** When the server is killed. */
  private enum Moment {
    /** The provider has taken requests, and their answers are on the wire. */
    SUBMITS_TAKEN,
    ANY,
    /** Results are on the wire. */
    RESULTS_TOLD,
    /** Files are on the wire. */
    FILES_SENT
  }

  @Test
  void allJobsEndAndArePaidOnceWithRowsInSqlite() throws Exception {
    attack(JOBS, KILLS, Map.of());
  }

  @Test
  void allJobsEndAndArePaidOnceWithRowsInSurrealDb() throws Exception {
    Map<String, String> rows = SurrealServer.shared().freshDatabase();
    attack(JOBS / 3, KILLS / 3, RealServer.variables(rows));
  }

  private void attack(int jobs, int kills, Map<String, String> rows) throws Exception {
    long seed = System.nanoTime();
    System.out.printf("seed %d%n", seed);
    try (Emulator emulator =
            Emulator.start(
                EmulatorSettings.forTests(folder.resolve("emulator"))
                    .withRunners(4)
                    .withDelays(Duration.ofMillis(200), Duration.ofMillis(400)));
        RealServer server =
            new RealServer(folder, environment(emulator, rows), RealServer.freePort(), quick())) {
      server.awaitReady();
      server.stop();
      server.startAgain();
      server.awaitReady();
      try (SmallJobs small = new SmallJobs(List.of(server))) {
        lie(emulator, seed);
        Random random = new Random(seed);
        Map<Moment, Integer> met = new EnumMap<>(Moment.class);
        for (int kill = 0; kill < kills; kill++) {
          small.submit(jobs * (kill + 1) / kills - jobs * kill / kills);
          awaitOneMore(server.data().resolve("blobs"));
          Moment moment = Moment.values()[kill % Moment.values().length];
          met.merge(moment, await(moment, emulator, random) ? 1 : 0, Integer::sum);
          server.kill();
          server.startAgain();
          server.awaitReady();
        }
        assertEquals(jobs, small.awaitTaken());
        SmallJobs.awaitAllEnded(server);
        Ends ends = small.ends(server, emulator);
        System.out.printf("%s; %d kills, of which %s%n", ends, kills, met);
        ends.assertPaidOnce(server.data().resolve("blobs"));
        ends.assertSubmittedAgainOnlyWhereAnswersWereLost();
        assertTrue(ends.found() > 0, "no lost answer was found, so this shows nothing");
        server.kill();
        String doctor = server.offline("doctor");
        assertTrue(doctor.lines().anyMatch(line -> line.startsWith("0 cases are wrong")), doctor);
      }
    }
  }

  /** It is started so often that a start must be cheap: its classes are kept at its first stop. */
  private String[] quick() {
    return new String[] {
      "-XX:TieredStopAtLevel=1",
      "-XX:+AutoCreateSharedArchive",
      "-XX:SharedArchiveFile=" + folder.resolve("classes")
    };
  }

  /** Each of these befalls one webhook in twenty. */
  private static void lie(Emulator emulator, long seed) {
    List<HookWay> ways =
        List.of(
            new HookWay.Duplicate(3),
            new HookWay.Replay(2),
            new HookWay.Delay(3),
            new HookWay.Reorder(5),
            new HookWay.Drop(),
            new HookWay.Stale(600),
            new HookWay.Forge(),
            new HookWay.Tamper(),
            new HookWay.WithoutPayload());
    for (HookWay way : ways) {
      emulator.cruelty().sometimes(Call.WEBHOOK, 0.05, seed + ways.indexOf(way), way);
    }
  }

  /** Whether the moment came; it does not if nothing was left to be done. */
  private static boolean await(Moment moment, Emulator emulator, Random random)
      throws InterruptedException {
    return switch (moment) {
      case ANY -> {
        Thread.sleep(random.nextInt(1500));
        yield true;
      }
      case SUBMITS_TAKEN -> onTheWire(Call.SUBMIT, emulator, 3 + random.nextInt(3));
      case RESULTS_TOLD -> onTheWire(Call.RESULT, emulator, 1 + random.nextInt(3));
      case FILES_SENT -> onTheWire(Call.FILE, emulator, 1 + random.nextInt(3));
    };
  }

  /** A server that never gets anything done ends by setting its jobs aside. */
  private static void awaitOneMore(Path files) throws IOException {
    int before = Ends.library(files).size();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> Ends.library(files).size() > before);
  }

  /** Waits until so many calls were carried out, the answers to which come byte by byte. */
  private static boolean onTheWire(Call call, Emulator emulator, int calls) {
    emulator.cruelty().next(call, calls, new Way.Drip(1, 20));
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> emulator.cruelty().pending(call) == 0);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private static Map<String, String> environment(Emulator emulator, Map<String, String> rows) {
    Map<String, String> environment =
        RealServer.environment(
            emulator,
            Map.of(
                "DARKROOM_JOBS_UNFINISHED_MAX", Integer.toString(JOBS),
                "DARKROOM_JOBS_LEASE", "5s",
                "DARKROOM_JOBS_POLL_MAX_WITH_WEBHOOKS", "5s",
                "DARKROOM_JOBS_LOST_ANSWER_GRACE", "5s",
                "DARKROOM_JOBS_LOST_ANSWER_WEBHOOK_GRACE", "5s"));
    environment.putAll(rows);
    return environment;
  }
}
