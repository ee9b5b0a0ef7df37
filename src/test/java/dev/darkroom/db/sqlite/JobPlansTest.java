package dev.darkroom.db.sqlite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
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

  private static String explained(String sql) {
    return "EXPLAIN QUERY PLAN " + sql.replace(":limit", "10");
  }

  private static List<String> plan(Query query) {
    return query.map((rs, _) -> rs.getString("detail")).list();
  }
}
