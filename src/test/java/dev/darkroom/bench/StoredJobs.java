package dev.darkroom.bench;

import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Transitions;
import dev.darkroom.web.CurrentUser;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A data folder full of free jobs of ten thousand users. Half of those that ended are of the user
 * of local mode, who can ask for them; those that did not are of the others. One job is led to
 * where it shall be by the store itself, and its rows are then copied under other ids, so that they
 * are what the store would have written.
 */
final class StoredJobs {
  private static final int OTHERS = 9_999;
  private static final String MODEL = "model@bench.example";

  /** No job ends by itself while it is measured. */
  private static final Duration WITHIN = Duration.ofDays(1);

  /** A job has fewer lines in its log. */
  private static final int LINES_MAX = 10;

  private StoredJobs() {}

  /** Where a job stands. */
  private enum Stage {
    COMPLETED,
    AT_PROVIDER,
    WAITING
  }

  /**
   * Fills a folder.
   *
   * @param completed their numbers begin at 0; the even ones are of the user of local mode
   * @param atProvider how many the provider is working on, all of them to be looked at now
   * @param waiting how many have not begun
   */
  static void fill(Path folder, Instant now, int completed, int atProvider, int waiting)
      throws SQLException {
    Path file = folder.resolve("darkroom.db");
    List<Job> models = new ArrayList<>();
    try (SqliteFile database = new SqliteFile(file)) {
      for (Stage stage : Stage.values()) {
        models.add(lead(database.jobs(), stage, now));
      }
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      // It is thrown away, and opened anew by whoever measures.
      for (String pragma :
          List.of("journal_mode = OFF", "synchronous = OFF", "cache_size = -500000")) {
        statement.execute("PRAGMA " + pragma);
      }
      connection.setAutoCommit(false);
      copy(statement, models.get(0), 0, completed);
      copy(statement, models.get(1), completed, atProvider);
      copy(statement, models.get(2), completed + atProvider, waiting);
      finish(statement);
      connection.commit();
    }
  }

  private static Job lead(JobStore store, Stage stage, Instant now) {
    NewJob fresh = Fixtures.job(MODEL, 0, null, now);
    Instant end = now.plus(WITHIN);
    store.admit(new NewJob(fresh.id(), fresh.draft(), now, end, end, 20, WITHIN));
    if (stage != Stage.WAITING) {
      Job job = record(store, claim(store, now), new Outcome.Submitting(now), now);
      record(store, job, new Outcome.Submitted(Fixtures.request(job.id()), now), now);
    }
    if (stage == Stage.COMPLETED) {
      Job job = claim(store, now);
      job = record(store, job, new Outcome.StageDone(job.input(), true, end), now);
      record(store, job, new Outcome.Finished(Fixtures.output(job), 0), now);
    }
    return store.get(fresh.id()).orElseThrow();
  }

  private static Job claim(JobStore store, Instant now) {
    return store.claim("bench", now, now, 1, 2).getFirst();
  }

  private static Job record(JobStore store, Job job, Outcome outcome, Instant now) {
    return store.record(Transitions.after(job, outcome, now), now).orElseThrow();
  }

  /** The id of one of the copies: as long as a real one, and time-ordered like it. */
  private static String id(int number) {
    return "019a0000-0000-7000-8000-%012d".formatted(number);
  }

  /** The id of any of the completed jobs of the user of local mode. */
  static String idOfCaller(RandomGenerator random, int completed) {
    return id(random.nextInt((completed + 1) / 2) * 2);
  }

  private static void copy(Statement statement, Job model, int from, int count)
      throws SQLException {
    String other = "'user' || (%s %% " + OTHERS + ") || '@bench.example'";
    String user =
        model.phase().terminal()
            ? "iif(i %% 2 = 0, '%s', %s)".formatted(CurrentUser.LOCAL, other.formatted("i / 2"))
            : other.formatted("i");
    for (String table : List.of("job", "hold", "job_event", "library_item")) {
      List<String> values = new ArrayList<>();
      try (ResultSet columns = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
        while (columns.next()) {
          values.add(value(columns.getString("name"), columns.getString("type"), model));
        }
      }
      statement.execute(
          """
          INSERT INTO %1$s
          WITH RECURSIVE number (i) AS (SELECT %2$d UNION ALL SELECT i + 1 FROM number LIMIT %3$d),
            copy (i, id, user) AS (SELECT i, printf('%4$s%%012d', i), %5$s FROM number)
          SELECT %6$s FROM copy, %1$s original WHERE original.%7$s = '%8$s'
          """
              .formatted(
                  table,
                  from,
                  count,
                  id(0).substring(0, 24),
                  user,
                  String.join(", ", values),
                  table.equals("job") ? "id" : "job_id",
                  model.id()));
    }
  }

  /** Wherever a text holds the job's id (its request, its result), the copy holds the new one. */
  private static String value(String column, String type, Job model) {
    return switch (column) {
      case "user" -> "copy.user";
      case "turn" -> "copy.i / " + OTHERS;
      case "n" -> "copy.i * %d + original.seq".formatted(LINES_MAX);
      default ->
          type.equals("TEXT")
              ? "replace(original.%s, '%s', copy.id)".formatted(column, model.id())
              : "original." + column;
    };
  }

  /** What stands once for each user, and away with the models. */
  private static void finish(Statement statement) throws SQLException {
    for (String table :
        List.of("job_event", "hold", "first_job", "library_item", "job", "account")) {
      statement.execute("DELETE FROM %s WHERE user = '%s'".formatted(table, MODEL));
    }
    statement.execute(
        """
        INSERT INTO account (user, created_at, events)
        SELECT user, min(at), max(n) FROM job_event GROUP BY user
        """);
    statement.execute(
        "INSERT INTO first_job SELECT user, type, min(id) FROM job WHERE lane = 0 GROUP BY user, type");
  }
}
