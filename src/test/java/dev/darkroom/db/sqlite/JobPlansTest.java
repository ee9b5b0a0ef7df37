package dev.darkroom.db.sqlite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.OversightStore.Filter;
import dev.darkroom.jobs.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs again and again beside all other moves looks at no more rows than it needs. */
class JobPlansTest {
  @TempDir Path folder;

  @Test
  void oldJobsAndNeededInputsAreFoundByAnIndex() {
    try (Database database = Database.open(folder.resolve("darkroom.db"))) {
      List<String> old =
          database.read(h -> plan(h.createQuery(explained(JobSql.OLD)).bind("before", 0)));
      assertTrue(old.contains("SEARCH job USING INDEX job_ended (ended_at<?)"), old::toString);
      assertTrue(old.stream().noneMatch(line -> line.contains("TEMP B-TREE")), old::toString);
      List<String> needed =
          database.read(
              h -> plan(h.createQuery(explained(JobSql.NEEDED)).bindList("keys", List.of("a"))));
      assertTrue(needed.toString().contains("INDEX job_input_of_key (key=?)"), needed::toString);
    }
  }

  @Test
  void webhooksThatAreDueAreFoundByAnIndex() {
    try (Database database = Database.open(folder.resolve("darkroom.db"))) {
      List<String> due =
          database.read(
              h ->
                  plan(
                      h.createQuery(explained(SqliteNotifyStore.DUE))
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
                      h ->
                          plan(
                              h.createQuery(
                                  "EXPLAIN QUERY PLAN " + sql.replaceAll(":[a-z]+", "'x'"))));
              assertTrue(plan.toString().contains("INDEX " + index), plan::toString);
              assertTrue(plan.stream().noneMatch(line -> line.contains("TEMP B-TREE")), sql);
            }
          });
      List<String> queue =
          database.read(
              h -> plan(h.createQuery("EXPLAIN QUERY PLAN " + OversightSql.QUEUE).bind("most", 9)));
      assertTrue(queue.toString().contains("INDEX job_start_by"), queue::toString);
      assertTrue(queue.stream().noneMatch(line -> line.contains("SCAN job\n")), queue::toString);
    }
  }

  private static String explained(String sql) {
    return "EXPLAIN QUERY PLAN " + sql.replace(":limit", "10");
  }

  private static List<String> plan(Query query) {
    return query.map((rs, _) -> rs.getString("detail")).list();
  }
}
