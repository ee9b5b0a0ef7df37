package dev.darkroom.db.sqlite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.OversightStore.Filter;
import dev.darkroom.jobs.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs again and again beside all other moves looks at no more rows than it needs. */
class JobPlansTest {
  @TempDir Path folder;

  @Test
  void oldJobsAndNeededInputsAreFoundByAnIndex() {
    try (Database database = Database.open(folder.resolve("darkroom.db"))) {
      List<String> old = database.read(h -> plan(h.query(explained(JobSql.OLD)).bind("before", 0)));
      assertTrue(old.contains("SEARCH job USING INDEX job_ended (ended_at<?)"), old::toString);
      assertTrue(old.stream().noneMatch(line -> line.contains("TEMP B-TREE")), old::toString);
      List<String> needed =
          database.read(h -> plan(h.query(explained(JobSql.NEEDED)).bind("keys", List.of("a"))));
      assertTrue(needed.toString().contains("INDEX job_input_of_key (key=?)"), needed::toString);
    }
  }

  /**
   * Each tick of the worker and of the sweeper, and each admission, however many jobs there are.
   */
  @Test
  void whatIsAskedAgainAndAgainReadsNoJobThatItDoesNotNeed() {
    Map<String, List<String>> indexes =
        Map.of(
            JobSql.ANYTHING_DUE,
            List.of("job_due (due_at<?)", "COVERING INDEX job_in_turn"),
            JobSql.ANYTHING_LAPSED,
            List.of("job_leased (lease_until<?)"),
            JobSql.CLAIM_LAPSED,
            List.of("job_leased (lease_until<?)"),
            JobSql.EXPIRE_LEASES,
            List.of("INDEX job_leased"),
            JobSql.CLAIM_UNDER_WAY,
            List.of("job_due (due_at<?)"),
            JobSql.CLAIM_IN_TURN,
            List.of("COVERING INDEX job_in_turn"),
            JobSql.INSERT,
            List.of("SEARCH job USING COVERING INDEX job_round", "job_unfinished_of_user"),
            JobSql.STANDING,
            List.of(
                "SEARCH mine USING INTEGER PRIMARY KEY (rowid=?)",
                "SEARCH job USING INDEX sqlite_autoindex_job_1 (id=?)",
                "SEARCH job USING INDEX job_of_request (request_id=?)",
                "SEARCH library_item USING COVERING INDEX sqlite_autoindex_library_item_2 (key=?)"));
    try (Database database = Database.open(folder.resolve("darkroom.db"))) {
      indexes.forEach(
          (sql, expected) -> {
            String bound = sql.replaceAll("(?<!:):[a-z_]+", "1");
            List<String> plan = database.read(h -> plan(h.query("EXPLAIN QUERY PLAN " + bound)));
            for (String index : expected) {
              assertTrue(plan.toString().contains(index), plan::toString);
            }
            // The indexes that may be read in full hold those alone that wait, or are leased.
            assertTrue(
                plan.stream()
                    .filter(line -> line.startsWith("SCAN job"))
                    .allMatch(line -> line.matches(".* INDEX job_(in_turn|leased)")),
                plan::toString);
          });
    }
  }

  @Test
  void filesOfTheLibraryAreFoundByTheirKeys() {
    try (Database database = Database.open(folder.resolve("darkroom.db"))) {
      List<String> keys =
          database.read(
              h ->
                  plan(
                      h.query(explained(SqliteLibraryStore.FIND_ALL))
                          .bind("user", "ann")
                          .bind("keys", List.of("a"))));
      assertTrue(keys.toString().contains("(key=?)"), keys::toString);
    }
  }

  @Test
  void webhooksThatAreDueAreFoundByAnIndex() {
    try (Database database = Database.open(folder.resolve("darkroom.db"))) {
      List<String> due =
          database.read(
              h ->
                  plan(
                      h.query(explained(SqliteNotifyStore.DUE))
                          .bind("now", 0)
                          .bind("hosts", "[]")
                          .bind("users", "[]")));
      assertTrue(due.contains("SEARCH webhook USING INDEX webhook_due (due_at<?)"), due::toString);
      assertTrue(due.stream().noneMatch(line -> line.contains("TEMP B-TREE")), due::toString);
    }
  }

  /** Whatever operators look for, their look is bounded by its rows and needs no sorting. */
  @Test
  void whatOperatorsLookForIsFoundInOrderByAnIndex() {
    Map<Filter, String> indexes =
        Map.of(
            Filter.ANY,
            "sqlite_autoindex_job_1 (id<?)",
            new Filter("ann", null, null, "upscale", null),
            "job_of_user (user=? AND id<?)",
            new Filter(null, null, null, null, "TIMED_OUT"),
            "job_of_cause (cause_code=? AND id<?)",
            new Filter(null, null, Phase.CANCELLED, null, null),
            "job_of_status (status=? AND id<?)",
            new Filter(null, Phase.Status.PENDING, null, "video", null),
            "job_of_status (status=? AND id<?)");
    try (Database database = Database.open(folder.resolve("darkroom.db"))) {
      indexes.forEach(
          (filter, index) -> {
            for (String sql : List.of(OversightSql.found(filter), OversightSql.end(filter))) {
              List<String> plan =
                  database.read(
                      h -> plan(h.query("EXPLAIN QUERY PLAN " + sql.replaceAll(":[a-z]+", "'x'"))));
              assertTrue(plan.toString().contains("INDEX " + index), plan::toString);
              assertTrue(plan.stream().noneMatch(line -> line.contains("TEMP B-TREE")), sql);
            }
          });
      List<String> queue =
          database.read(
              h -> plan(h.query("EXPLAIN QUERY PLAN " + OversightSql.QUEUE).bind("most", 9)));
      assertTrue(queue.toString().contains("INDEX job_start_by"), queue::toString);
      assertTrue(queue.stream().noneMatch(line -> line.contains("SCAN job\n")), queue::toString);
    }
  }

  private static String explained(String sql) {
    return "EXPLAIN QUERY PLAN " + sql.replace(":limit", "10");
  }

  private static List<String> plan(Query query) {
    return query.list(row -> row.text("detail"));
  }
}
