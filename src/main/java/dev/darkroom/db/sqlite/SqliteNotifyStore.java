package dev.darkroom.db.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Listener;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.notify.Attempt;
import dev.darkroom.notify.Hook;
import dev.darkroom.notify.NotifyStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Hooks in SQLite. A trigger wakes them up. */
public final class SqliteNotifyStore implements NotifyStore {
  private static final Logger LOG = Logger.getLogger(SqliteNotifyStore.class);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> WORDS = new TypeReference<>() {};

  private static final String ADD =
      """
      INSERT INTO webhook (job_id, user, url, host, events, told, wanted, tries, attempts, due_at,
        state)
      VALUES (:job, :user, :url, :host, :events, 0, :wanted, 0, 0, :now, 'open')
      """;

  static final String DUE =
      """
      SELECT * FROM webhook
      WHERE state = 'open' AND told < wanted AND due_at <= :now AND lease_until <= :now
        AND host NOT IN (SELECT value FROM json_each(:hosts))
        AND user NOT IN (SELECT value FROM json_each(:users))
      ORDER BY due_at LIMIT :limit
      """;

  private static final String CLAIM =
      """
      UPDATE webhook SET lease_owner = :worker, lease_until = :until, version = version + 1
      WHERE job_id = :job AND version = :version AND state = 'open' AND lease_until <= :now
      RETURNING *
      """;

  private static final String RECORD =
      """
      UPDATE webhook SET told = :told, tries = :tries, due_at = :due, state = :state,
        attempts = attempts + :more, version = version + 1, lease_owner = NULL, lease_until = 0
      WHERE job_id = :job AND version = :version
      RETURNING attempts
      """;

  private static final String ADD_ATTEMPT =
      """
      INSERT INTO webhook_attempt (job_id, n, at, seq, kind, attempt, outcome, millis)
      VALUES (:job, :n, :at, :seq, :kind, :attempt, :outcome, :millis)
      """;

  private static final String EXPIRE_LEASES =
      """
      UPDATE webhook SET lease_owner = NULL, lease_until = 0
      WHERE lease_owner = :worker AND lease_until > 0
      """;

  private static final String RESTART =
      """
      UPDATE webhook SET told = :told, tries = 0, due_at = :now, state = 'open',
        version = version + 1, lease_owner = NULL, lease_until = 0
      WHERE job_id = :job
      """;

  /** Those whose successor is old enough; the newest always stays, so that no number returns. */
  private static final String FORGET_ROTATIONS =
      """
      DELETE FROM webhook_secret WHERE user = :user
        AND n < (SELECT max(n) FROM webhook_secret WHERE user = :user AND made_at <= :since)
      """;

  private static final String ROTATE =
      """
      INSERT INTO webhook_secret (user, n, made_at)
      SELECT :user, :n, :at
      WHERE (SELECT count(*) FROM webhook_secret WHERE user = :user) < :most
      ON CONFLICT DO NOTHING
      """;

  private static final String HAS_ROTATION =
      "SELECT EXISTS (SELECT 1 FROM webhook_secret WHERE user = :user AND n = :n)";

  private final Database database;

  public SqliteNotifyStore(Database database) {
    this.database = database;
  }

  /** The hook of a job that is just admitted, if somebody is told of it. */
  static void add(Session h, NewJob job) {
    Listener listener = job.draft().terms().listener();
    if (listener != null) {
      h.query(ADD)
          .bind("job", job.id())
          .bind("user", job.draft().user())
          .bind("url", listener.url())
          .bind("host", listener.host())
          .bind("events", json(listener.kinds()))
          .bind("wanted", listener.wantedFirst())
          .bind("now", job.createdAt().toEpochMilli())
          .execute();
    }
  }

  static Optional<Listener> listener(Session h, String jobId) {
    return h.query("SELECT url, events FROM webhook WHERE job_id = :job")
        .bind("job", jobId)
        .first(row -> listener(row));
  }

  /** How kinds are written. */
  static String json(Collection<String> words) {
    try {
      return JSON.writeValueAsString(words);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A list of words is always JSON: indicates a bug", e);
    }
  }

  private static Listener listener(Row row) {
    try {
      return new Listener(row.text("url"), JSON.readValue(row.text("events"), WORDS));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The row of a webhook cannot be read", e);
    }
  }

  /** Leaves out a row that cannot be read: it must not keep the others from being told. */
  private static Optional<Hook> hookIfWhole(Row row) {
    try {
      return Optional.of(hook(row));
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.errorf(e, "The webhook of job %s is left alone", row.text("job_id"));
      return Optional.empty();
    }
  }

  private static Hook hook(Row row) {
    return new Hook(
        row.text("job_id"),
        row.text("user"),
        listener(row),
        row.count("told"),
        row.count("wanted"),
        row.count("tries"),
        row.time("due_at"),
        Hook.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.number("version"));
  }

  @Override
  public List<Hook> due(Instant now, Set<String> hosts, Set<String> users, int limit) {
    return database.read(
        h ->
            h.query(DUE)
                .bind("now", now.toEpochMilli())
                .bind("hosts", json(hosts))
                .bind("users", json(users))
                .bind("limit", limit)
                .listWhole(SqliteNotifyStore::hookIfWhole));
  }

  @Override
  public Optional<Hook> claim(Hook read, String worker, Instant now, Instant until) {
    return database.write(
        h ->
            h.query(CLAIM)
                .bind("job", read.jobId())
                .bind("version", read.version())
                .bind("worker", worker)
                .bind("now", now.toEpochMilli())
                .bind("until", until.toEpochMilli())
                .first(SqliteNotifyStore::hook));
  }

  @Override
  public boolean record(Hook after, @Nullable Attempt attempt) {
    return database.write(
        h -> {
          Optional<Integer> attempts =
              h.query(RECORD)
                  .bind("job", after.jobId())
                  .bind("version", after.version())
                  .bind("told", after.told())
                  .bind("tries", after.tries())
                  .bind("due", after.dueAt().toEpochMilli())
                  .bind("state", JobRow.text(after.state()))
                  .bind("more", attempt == null ? 0 : 1)
                  .first(row -> row.count("attempts"));
          if (attempt != null) {
            attempts.ifPresent(n -> add(h, after.jobId(), n, attempt));
          }
          return attempts.isPresent();
        });
  }

  private static void add(Session h, String jobId, int n, Attempt attempt) {
    h.query(ADD_ATTEMPT)
        .bind("job", jobId)
        .bind("n", n)
        .bind("at", attempt.at().toEpochMilli())
        .bind("seq", attempt.seq())
        .bind("kind", attempt.kind())
        .bind("attempt", attempt.attempt())
        .bind("outcome", attempt.outcome())
        .bind("millis", attempt.millis())
        .execute();
    h.query("DELETE FROM webhook_attempt WHERE job_id = :job AND n <= :old")
        .bind("job", jobId)
        .bind("old", n - ATTEMPTS_KEPT)
        .execute();
  }

  @Override
  public int expireLeases(String worker, Instant now) {
    return database.write(h -> h.query(EXPIRE_LEASES).bind("worker", worker).execute());
  }

  @Override
  public Optional<Hook> find(String user, String jobId) {
    return database.read(
        h ->
            h.query("SELECT * FROM webhook WHERE job_id = :job AND user = :user")
                .bind("job", jobId)
                .bind("user", user)
                .first(SqliteNotifyStore::hook));
  }

  @Override
  public List<Attempt> attempts(String jobId) {
    return database.read(
        h ->
            h.query("SELECT * FROM webhook_attempt WHERE job_id = :job ORDER BY n DESC")
                .bind("job", jobId)
                .list(
                    row ->
                        new Attempt(
                            row.time("at"),
                            row.count("seq"),
                            row.text("kind"),
                            row.count("attempt"),
                            row.text("outcome"),
                            row.number("millis"))));
  }

  @Override
  public boolean restart(String jobId, int told, Instant now) {
    return database.write(
            h ->
                h.query(RESTART)
                    .bind("job", jobId)
                    .bind("told", told)
                    .bind("now", now.toEpochMilli())
                    .execute())
        == 1;
  }

  @Override
  public List<Rotation> rotations(String user) {
    return database.read(
        h ->
            h.query("SELECT * FROM webhook_secret WHERE user = :user ORDER BY n DESC")
                .bind("user", user)
                .list(row -> new Rotation(row.count("n"), row.time("made_at"))));
  }

  @Override
  public boolean rotate(String user, Rotation next, Instant since, int most) {
    return database.write(
        h -> {
          h.query(FORGET_ROTATIONS)
              .bind("user", user)
              .bind("since", since.toEpochMilli())
              .execute();
          h.query(ROTATE)
              .bind("user", user)
              .bind("n", next.n())
              .bind("at", next.at().toEpochMilli())
              .bind("most", most)
              .execute();
          return h.query(HAS_ROTATION).bind("user", user).bind("n", next.n()).holds();
        });
  }
}
