package dev.darkroom.db.sqlite;

import dev.darkroom.credits.Account;
import dev.darkroom.jobs.Intake;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.Scan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** What operators see, in SQLite; the SQL stands in {@link OversightSql}. */
public final class SqliteOversightStore implements OversightStore {
  /** After every id and every address that is ASCII. */
  private static final String LAST = "\uffff";

  private final Database database;

  public SqliteOversightStore(Database database) {
    this.database = database;
  }

  @Override
  public Scan<Job> jobs(Filter filter, @Nullable String before, int limit, int looks) {
    String from = before == null ? LAST : before;
    return database.read(
        h -> {
          List<String> found =
              bind(h.createQuery(OversightSql.found(filter)), filter, from, looks)
                  .bind("limit", limit + 1)
                  .mapTo(String.class)
                  .list();
          if (found.size() > limit) {
            return new Scan<>(whole(h, found.subList(0, limit)), found.get(limit - 1));
          }
          Optional<String> end =
              bind(h.createQuery(OversightSql.end(filter)), filter, from, looks)
                  .mapTo(String.class)
                  .findOne();
          return new Scan<>(whole(h, found), end.orElse(null));
        });
  }

  private static Query bind(Query query, Filter filter, String before, int looks) {
    Phase.Status status = filter.narrowest();
    query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    return query
        .bind("user", filter.user())
        .bind("status", status == null ? null : JobRow.text(status))
        .bind("phase", filter.phase() == null ? null : JobRow.text(filter.phase()))
        .bind("type", filter.type())
        .bind("error", filter.error())
        .bind("before", before)
        .bind("looks", looks);
  }

  /** A row that cannot be read is left out: it must not hide all others. */
  private static List<Job> whole(Handle h, List<String> ids) {
    List<Job> jobs = new ArrayList<>();
    if (!ids.isEmpty()) {
      h
          .createQuery("SELECT * FROM job WHERE id IN (<ids>)")
          .bindList("ids", ids)
          .map(JobRow::readIfWhole)
          .stream()
          .flatMap(Optional::stream)
          .forEach(jobs::add);
    }
    jobs.sort(Comparator.comparing(Job::id).reversed());
    return jobs;
  }

  @Override
  public Optional<Job> find(String id) {
    return database.read(
        h -> h.createQuery(OversightSql.FIND).bind("id", id).map(JobRow::read).findFirst());
  }

  @Override
  public Beside beside(String jobId) {
    return database.read(
        h ->
            h.createQuery(OversightSql.BESIDE)
                .bind("job", jobId)
                .map(
                    (rs, _) ->
                        new Beside(
                            rs.getString("lease_owner"),
                            instant(rs, "lease_until"),
                            hold(rs),
                            h.createQuery("SELECT * FROM entry WHERE job_id = :job")
                                .bind("job", jobId)
                                .map(Ledger::entry)
                                .findOne()
                                .orElse(null)))
                .findOne()
                .orElse(new Beside(null, null, null, null)));
  }

  private static @Nullable Hold hold(ResultSet rs) throws SQLException {
    String state = rs.getString("state");
    return state == null
        ? null
        : new Hold(
            rs.getLong("credits"),
            state,
            Objects.requireNonNull(instant(rs, "opened_at")),
            instant(rs, "settled_at"));
  }

  @Override
  public Queue queue(int most) {
    return database.read(
        h ->
            h.createQuery(OversightSql.QUEUE)
                .bind("most", most)
                .map(
                    (rs, _) ->
                        new Queue(
                            rs.getInt("waiting"), instant(rs, "oldest"), rs.getInt("in_flight")))
                .one());
  }

  @Override
  public List<Customer> users(String prefix, @Nullable String after, int limit) {
    return database.read(
        h ->
            h.createQuery(OversightSql.USERS)
                .bind("prefix", prefix)
                .bind("end", prefix + LAST)
                .bind("after", after)
                .bind("limit", limit)
                .map(SqliteOversightStore::customer)
                .list());
  }

  @Override
  public Optional<Customer> user(String user) {
    return database.read(
        h ->
            h.createQuery(OversightSql.USER)
                .bind("user", user)
                .map(SqliteOversightStore::customer)
                .findOne());
  }

  private static Customer customer(ResultSet rs, StatementContext context) throws SQLException {
    return new Customer(
        rs.getString("user"),
        new Account(rs.getLong("balance"), rs.getLong("held")),
        rs.getLong("unfinished"),
        Instant.ofEpochMilli(rs.getLong("created_at")));
  }

  @Override
  public Intake intake() {
    return database.read(SqliteOversightStore::intake);
  }

  /** The same, inside a move. */
  static Intake intake(Handle h) {
    return h.createQuery("SELECT * FROM intake WHERE name = 'submits'")
        .map(
            (rs, _) ->
                new Intake(
                    rs.getBoolean("open"),
                    rs.getString("words"),
                    rs.getString("changed_by"),
                    instant(rs, "changed_at")))
        .findOne()
        .orElse(Intake.UNTOUCHED);
  }

  @Override
  public void setIntake(Intake intake) {
    database.write(
        h ->
            h.createUpdate(OversightSql.SET_INTAKE)
                .bind("open", intake.open())
                .bind("words", intake.words())
                .bind("by", intake.changedBy())
                .bind("at", Objects.requireNonNull(intake.changedAt()).toEpochMilli())
                .execute());
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    long millis = rs.getLong(column);
    return rs.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
