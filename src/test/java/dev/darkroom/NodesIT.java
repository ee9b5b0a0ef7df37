package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.db.surreal.SurrealServer;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three packaged servers on one SurrealDB and one folder of files, while things die. */
class NodesIT {
  private static final int JOBS = Integer.getInteger("darkroom.nodes.jobs", 2000);
  private static final int NODES = 3;

  /** At once on one server: so few that visits which last are spread over all servers. */
  private static final int VISITS = 8;

  private static final Duration WITHIN = Duration.ofMinutes(10);

  /**
   * How a job's story goes, if each line was written by whoever alone had the job: one hand-over,
   * and another one only after the answer to the first was lost or the provider had refused it.
   */
  private static final Pattern STORY =
      Pattern.compile(
          "admitted submitting( retrying| broke| answer_lost)*"
              + "(( resubmitting)? submitting( retrying| broke| answer_lost)*)* (submitted|found)"
              + "( queued| running| retrying| broke)* delivered( retrying| broke)* completed");

  @TempDir Path folder;

  @Test
  void threeServersShareTheWorkThoughOneOfThemAndTheDatabaseDie() throws Exception {
    try (Emulator emulator = emulator();
        SurrealServer database = SurrealServer.start()) {
      List<RealServer> nodes = new ArrayList<>();
      try {
        Map<String, String> environment = environment(emulator, database);
        for (int i = 0; i < NODES; i++) {
          // Started together: they also race for the schema and the first credits.
          nodes.add(new RealServer(folder.resolve("node-" + i), environment));
        }
        for (RealServer node : nodes) {
          node.awaitReady();
        }
        emulator.cruelty().next(Call.SUBMIT, 10, new Way.CutAfterAccepting());
        try (SmallJobs jobs = new SmallJobs(nodes)) {
          jobs.submit(JOBS);
          awaitAccepted(emulator, JOBS / 4);
          awaitVisitsThatLast(emulator);
          nodes.getFirst().kill();
          awaitAccepted(emulator, JOBS / 2);
          database.kill();
          database.startAgain();
          assertEquals(JOBS, jobs.awaitTaken());
          SmallJobs.awaitAllEnded(nodes.get(1));
          check(nodes, emulator, jobs);
        }
      } finally {
        nodes.forEach(RealServer::close);
      }
    }
  }

  private void check(List<RealServer> nodes, Emulator emulator, SmallJobs jobs) throws Exception {
    Ends ends = jobs.ends(nodes.getLast(), emulator);
    Set<String> found = new HashSet<>();
    int byOthers = 0;
    for (JsonNode job : ends.jobs()) {
      String story = story(job);
      assertTrue(STORY.matcher(story).matches(), job::toPrettyString);
      byOthers += story.contains("broke") ? 1 : 0;
      if (story.contains("found")) {
        found.add(job.get("id").asText());
      }
    }
    ends.assertPaidOnce(folder.resolve("files"));
    ends.assertSubmittedAgainOnlyWhereAnswersWereLost();
    System.out.printf("%s, %d jobs taken over%n", ends, byOthers);
    for (RealServer each : nodes) {
      assertEquals(List.of(), visitsInVain(each.log(), found), "one visit to a job at a time");
    }
    assertTrue(byOthers > 0, "the kill met no visit, so this shows nothing");
  }

  /** All but those whose answer a webhook brought before they could write it down. */
  private static List<String> visitsInVain(String log, Set<String> found) {
    return log.lines()
        .filter(line -> line.contains("was changed by another visit"))
        .filter(line -> found.stream().noneMatch(line::contains))
        .toList();
  }

  /** Every line of a job's story, in order, without a gap. */
  private static String story(JsonNode job) {
    int seq = 0;
    for (JsonNode event : job.get("events")) {
      assertEquals(++seq, event.get("seq").asInt());
    }
    return String.join(" ", Ends.kinds(job));
  }

  /** More than two servers can have, so the one that is killed has some of them. */
  private static void awaitVisitsThatLast(Emulator emulator) {
    emulator.cruelty().next(Call.FILE, 2 * VISITS + 4, new Way.Stall(20));
    Awaitility.await()
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> emulator.cruelty().pending(Call.FILE) == 0);
  }

  private static void awaitAccepted(Emulator emulator, int requests) {
    Awaitility.await()
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> emulator.accepted().size() >= requests);
  }

  private Emulator emulator() throws IOException {
    return Emulator.start(
        EmulatorSettings.forTests(folder.resolve("emulator"))
            .withRunners(4)
            .withDelays(Duration.ofMillis(50), Duration.ofMillis(50)));
  }

  private Map<String, String> environment(Emulator emulator, SurrealServer database) {
    Map<String, String> environment =
        RealServer.environment(
            emulator,
            Map.of(
                "DARKROOM_FILES_DIR",
                folder.resolve("files").toString(),
                "DARKROOM_SECRET",
                "shared by all of the three servers",
                "DARKROOM_JOBS_UNFINISHED_MAX",
                Integer.toString(2 * JOBS),
                "DARKROOM_JOBS_VISITS_MAX",
                Integer.toString(VISITS),
                "DARKROOM_JOBS_LEASE",
                "30s",
                "DARKROOM_JOBS_LOST_ANSWER_WEBHOOK_GRACE",
                "5s"));
    environment.putAll(RealServer.variables(database.freshDatabase()));
    return environment;
  }
}
