package dev.darkroom.db.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** A folder of an earlier version is taken over with all that is in it. */
class MigrationTest {
  @TempDir Path folder;

  @Test
  void jobsOfTheFirstVersionAreTakenOver() {
    Path file = folder.resolve("darkroom.db");
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file);
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/sqlite")
        .target("1")
        .load()
        .migrate();
    try (Session h = Session.open(source)) {
      h.execute("INSERT INTO account VALUES ('ann', 10, 1, 0)");
      job(h, "a", "completed", 0, 200);
      job(h, "b", "completed", 0, 100);
      job(h, "c", "pending", 1, null);
      h.execute(
          """
          UPDATE job SET input =
            '{"source":"users/x/inputs/1.png","versions":{"users/x/inputs/1.png":"users/x/own.png"}}'
          WHERE id = 'b'
          """);
      h.execute("UPDATE job SET input = 'no JSON: users/x/inputs/2.png' WHERE id = 'a'");
    }
    try (Database database = Database.open(file)) {
      assertEquals(
          "{\"factor\":1.5,\"calls\":{\"main\":{\"model\":\"fal-ai/clarity-upscaler\","
              + "\"input\":{\"upscale_factor\":1.5}}}}",
          text(database, "SELECT input FROM job WHERE id = 'c'"));
      assertEquals(
          "b users/x/inputs/1.png", text(database, "SELECT job_id || ' ' || key FROM job_input"));
      // The second one submitted was the first one done.
      assertEquals("b", text(database, "SELECT job_id FROM first_job"));
    }
  }

  private static String text(Database database, String sql) {
    return database.read(h -> h.query(sql).one(row -> row.text(1)));
  }

  private static void job(
      Session h, String id, String status, int lane, @Nullable Integer endedAt) {
    h.query(
            """
            INSERT INTO job (id, user, type, input, held_credits, created_at, start_by, status,
              phase, step, progress, results, submits, tries, breaks, lost_answers, due_at, end_by,
              ended_at, lane, turn, version)
            VALUES (:id, 'ann', 'upscale', '{"factor":1.5}', 1, 0, 0, :status,
              :status, 'none', 1, '[]', 0, 0, 0, 0, 0, 0,
              :ended, :lane, 0, 0)
            """)
        .bind("id", id)
        .bind("status", status)
        .bind("lane", lane)
        .bind("ended", endedAt)
        .execute();
  }
}
