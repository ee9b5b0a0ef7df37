package dev.darkroom.bench;

import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Transitions;
import dev.darkroom.web.CurrentUser;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A data folder full of jobs. One job is led to where it shall be by the store itself, and its rows
 * are then copied under other ids, so that they are what the store would have written.
 */
final class StoredJobs {
  private static final String USER = CurrentUser.LOCAL;

  private StoredJobs() {}

  /** Fills the folder with completed jobs. */
  static void completed(Path folder, int count) throws SQLException {
    Path file = folder.resolve("darkroom.db");
    Job job;
    try (SqliteFile database = new SqliteFile(file)) {
      job = Fixtures.completed(database.jobs(), USER);
    }
    copy(file, job, count);
  }

  /** Fills the folder with jobs that the provider is working on. */
  static void atProvider(Path folder, int count, Instant now) throws SQLException {
    Path file = folder.resolve("darkroom.db");
    Job job;
    try (SqliteFile database = new SqliteFile(file)) {
      JobStore store = database.jobs();
      store.admit(Fixtures.job(USER, 0, null, now));
      job = store.claim("bench", now, now, 1, 1).getFirst();
      job = record(store, job, new Outcome.Submitting(now), now);
      job = record(store, job, new Outcome.Submitted(Fixtures.request(job.id()), now), now);
    }
    copy(file, job, count);
  }

  private static Job record(JobStore store, Job job, Outcome outcome, Instant now) {
    return store.record(Transitions.after(job, outcome, now), now).orElseThrow();
  }

  /** The id of one of the copies: as long as a real one, and time-ordered like it. */
  static String id(int number) {
    return "019a0000-0000-7000-8000-%012d".formatted(number);
  }

  private static void copy(Path file, Job job, int count) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String table : List.of("job", "hold", "job_event")) {
        statement.execute(copyOf(statement, table, job, count));
      }
      connection.commit();
    }
  }

  /** Wherever a text holds the job's id (its request, its result), the copy holds the new one. */
  private static String copyOf(Statement statement, String table, Job job, int count)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet columns = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (columns.next()) {
        String name = columns.getString("name");
        values.add(
            columns.getString("type").equals("TEXT")
                ? "replace(original.%s, '%s', copy.id)".formatted(name, job.id())
                : "original." + name);
      }
    }
    return """
    INSERT INTO %1$s
    WITH RECURSIVE number (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number),
      copy (id) AS (SELECT printf('%3$s%%012d', i) FROM number LIMIT %2$d)
    SELECT %4$s FROM copy, %1$s original WHERE original.%5$s = '%6$s'
    """
        .formatted(
            table,
            count,
            id(0).substring(0, 24),
            String.join(", ", values),
            table.equals("job") ? "id" : "job_id",
            job.id());
  }
}
