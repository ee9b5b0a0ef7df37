package dev.darkroom.db.sqlite;

import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Transitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random lives of many jobs and random grants. After every step the book must balance; a failing
 * seed is printed and replays.
 */
class RandomLedgerTest {
  private static final List<String> USERS = List.of("a@example.org", "b@example.org");
  private static final int STEPS = 150;

  @Property(tries = 15)
  void theBookBalancesWhateverHappens(@ForAll long seed) throws Exception {
    Path folder = Files.createTempDirectory("ledger");
    try (SqliteFile file = new SqliteFile(folder.resolve("darkroom.db"))) {
      Random random = new Random(seed);
      List<Job> stale = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        step(file, random, stale, NOON.plusSeconds(i));
        check(file);
      }
    } finally {
      delete(folder);
    }
  }

  private static void step(SqliteFile file, Random random, List<Job> stale, Instant now) {
    String user = USERS.get(random.nextInt(USERS.size()));
    switch (random.nextInt(7)) {
      case 0 ->
          file.credits()
              .grant(
                  user,
                  random.nextInt(4) > 0 ? 1 + random.nextInt(45) : -7,
                  "grant",
                  "g" + random.nextInt(40),
                  now);
      case 1, 2 -> file.jobs().admit(Fixtures.job(user, random.nextInt(12), null, now));
      case 3 -> {
        // A write on what was read long ago must change nothing or be the first to come.
        if (!stale.isEmpty()) {
          Job old = stale.get(random.nextInt(stale.size()));
          file.jobs().record(Transitions.after(old, outcome(random, old, now), now), now);
        }
      }
      case 4 -> {
        // What nobody signed off is swept, as after a crash.
        for (Job job : file.jobs().claimLapsed("s", now, now.plusSeconds(5), 3)) {
          file.jobs().record(Transitions.after(job, new Outcome.Broke(now), now), now);
        }
      }
      default -> {
        for (Job job : file.jobs().claim("w", now, now.plusSeconds(5), 2, 40)) {
          stale.add(job);
          if (random.nextInt(5) > 0) {
            file.jobs().record(Transitions.after(job, outcome(random, job, now), now), now);
          }
        }
      }
    }
  }

  private static Outcome outcome(Random random, Job job, Instant now) {
    if (random.nextInt(5) == 0) {
      return new Outcome.Failed(new Cause("NO", "No."));
    }
    if (random.nextInt(6) == 0) {
      return new Outcome.Broke(now);
    }
    return switch (job.state().step()) {
      case SUBMIT -> new Outcome.Submitting(now);
      case RESOLVE -> new Outcome.Submitted(Fixtures.request(job.id()), now);
      case POLL ->
          new Outcome.StageDone(JsonNodeFactory.instance.objectNode(), true, job.state().endBy());
      case STORE ->
          new Outcome.Finished(Fixtures.output(job), random.nextInt((int) job.heldCredits() + 1));
      case NONE -> throw new IllegalStateException("an ended job was claimed");
    };
  }

  private static void check(SqliteFile file) {
    for (String user : USERS) {
      var account = file.credits().account(user);
      assertEquals(
          number(file, "SELECT coalesce(sum(delta), 0) FROM entry WHERE user = :user", user),
          account.balance(),
          "balance = sum of entries");
      assertEquals(
          number(
              file,
              "SELECT coalesce(sum(credits), 0) FROM hold WHERE user = :user AND state = 'open'",
              user),
          account.held(),
          "held = sum of open holds");
      assertTrue(account.available() >= 0);
    }
    assertEquals(
        0,
        number(
            file,
            """
            SELECT count(*) FROM job LEFT JOIN hold ON hold.job_id = job.id
            WHERE hold.job_id IS NULL OR (job.lane = 0) = (hold.state = 'open')
              OR (job.phase = 'completed') <> (hold.state = 'charged')
              OR (job.phase = 'failed') <> (hold.state = 'released')
              OR :user = ''
            """,
            "any"),
        "a hold is open exactly as long as its job is");
    assertEquals(
        0,
        number(
            file,
            """
            SELECT count(*) FROM entry WHERE :user <> '' AND job_id IS NOT NULL AND job_id NOT IN
              (SELECT job.id FROM job JOIN library_item ON library_item.job_id = job.id
               WHERE phase = 'completed' AND charged_credits = -entry.delta)
            """,
            "any"),
        "a charge implies a stored result");
  }

  private static long number(SqliteFile file, String sql, String user) {
    return file.number(sql, Map.of("user", user));
  }

  private static void delete(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
