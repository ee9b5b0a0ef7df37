package dev.darkroom.db.sqlite;

import dev.darkroom.credits.Account;
import dev.darkroom.jobs.Intake;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.Scan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    Map<String, @Nullable Object> values =
        values(filter, before == null ? LAST : before, looks, limit + 1);
    return database.read(
        h -> {
          List<String> found = h.query(OversightSql.found(filter)).bindMap(values).texts();
          if (found.size() > limit) {
            return new Scan<>(whole(h, found.subList(0, limit)), found.get(limit - 1));
          }
          Optional<String> end =
              h.query(OversightSql.end(filter)).bindMap(values).first(row -> row.text(1));
          return new Scan<>(whole(h, found), end.orElse(null));
        });
  }

  /** What a statement may ask for; each asks for some of it. */
  private static Map<String, @Nullable Object> values(
      Filter filter, String before, int looks, int limit) {
    Phase.Status status = filter.narrowest();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("user", filter.user());
    values.put("status", status == null ? null : JobRow.text(status));
    values.put("phase", filter.phase() == null ? null : JobRow.text(filter.phase()));
    values.put("type", filter.type());
    values.put("error", filter.error());
    values.put("before", before);
    values.put("looks", looks);
    values.put("limit", limit);
    return values;
  }

  /** A row that cannot be read is left out: it must not hide all others. */
  private static List<Job> whole(Session h, List<String> ids) {
    List<Job> jobs = new ArrayList<>();
    if (!ids.isEmpty()) {
      h.query("SELECT * FROM job WHERE id IN (SELECT value FROM json_each(:ids))")
          .bind("ids", ids)
          .listWhole(JobRow::readIfWhole)
          .forEach(jobs::add);
    }
    jobs.sort(Comparator.comparing(Job::id).reversed());
    return jobs;
  }

  @Override
  public Optional<Job> find(String id) {
    return database.read(h -> h.query(OversightSql.FIND).bind("id", id).first(JobRow::read));
  }

  @Override
  public Beside beside(String jobId) {
    return database.read(
        h ->
            h.query(OversightSql.BESIDE)
                .bind("job", jobId)
                .first(
                    row ->
                        new Beside(
                            row.textOrNull("lease_owner"),
                            row.timeOrNull("lease_until"),
                            hold(row),
                            h.query("SELECT * FROM entry WHERE job_id = :job")
                                .bind("job", jobId)
                                .first(Ledger::entry)
                                .orElse(null)))
                .orElse(new Beside(null, null, null, null)));
  }

  private static @Nullable Hold hold(Row row) {
    String state = row.textOrNull("state");
    return state == null
        ? null
        : new Hold(
            row.number("credits"),
            state,
            Objects.requireNonNull(row.timeOrNull("opened_at")),
            row.timeOrNull("settled_at"));
  }

  @Override
  public Queue queue(int most) {
    return database.read(
        h ->
            h.query(OversightSql.QUEUE)
                .bind("most", most)
                .one(
                    row ->
                        new Queue(
                            row.count("waiting"),
                            row.timeOrNull("oldest"),
                            row.count("in_flight"))));
  }

  @Override
  public List<Customer> users(String prefix, @Nullable String after, int limit) {
    return database.read(
        h ->
            h.query(OversightSql.USERS)
                .bind("prefix", prefix)
                .bind("end", prefix + LAST)
                .bind("after", after)
                .bind("limit", limit)
                .list(SqliteOversightStore::customer));
  }

  @Override
  public Optional<Customer> user(String user) {
    return database.read(
        h -> h.query(OversightSql.USER).bind("user", user).first(SqliteOversightStore::customer));
  }

  private static Customer customer(Row row) {
    return new Customer(
        row.text("user"),
        new Account(row.number("balance"), row.number("held")),
        row.number("unfinished"),
        row.time("created_at"));
  }

  @Override
  public Intake intake() {
    return database.read(SqliteOversightStore::intake);
  }

  /** The same, inside a move. */
  static Intake intake(Session h) {
    return h.query("SELECT * FROM intake WHERE name = 'submits'")
        .first(
            row ->
                new Intake(
                    row.holds("open"),
                    row.textOrNull("words"),
                    row.textOrNull("changed_by"),
                    row.timeOrNull("changed_at")))
        .orElse(Intake.UNTOUCHED);
  }

  @Override
  public void setIntake(Intake intake) {
    database.write(
        h ->
            h.query(OversightSql.SET_INTAKE)
                .bind("open", intake.open())
                .bind("words", intake.words())
                .bind("by", intake.changedBy())
                .bind("at", Objects.requireNonNull(intake.changedAt()).toEpochMilli())
                .execute());
  }
}
