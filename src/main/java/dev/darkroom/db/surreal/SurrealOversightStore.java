package dev.darkroom.db.surreal;

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
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What operators see, in SurrealDB; the blocks stand in {@link OversightSurql}. */
public final class SurrealOversightStore implements OversightStore {
  private static final Logger LOG = Logger.getLogger(SurrealOversightStore.class);

  /** After every address that begins with what it is added to. */
  private static final String LAST = "\uffff";

  private final SurrealDatabase database;

  public SurrealOversightStore(SurrealDatabase database) {
    this.database = database;
  }

  @Override
  public Scan<Job> jobs(Filter filter, @Nullable String before, int limit, int looks) {
    // Filtered here and not by the query: 3.0 counts its LIMIT before a filter of no index.
    int rows = isIndexed(filter) ? limit + 1 : looks;
    List<Row> seen = seen(filter, before, rows);
    List<RecordId> fitting =
        seen.stream().filter(row -> fits(row, filter)).limit(limit + 1L).map(Row::id).toList();
    if (fitting.size() > limit) {
      return new Scan<>(whole(fitting.subList(0, limit)), fitting.get(limit - 1).text());
    }
    return new Scan<>(whole(fitting), seen.size() < rows ? null : seen.getLast().id().text());
  }

  private static boolean isIndexed(Filter filter) {
    return filter.equals(Filter.ANY)
        || filter.equals(new Filter(filter.user(), null, null, null, null))
        || filter.equals(new Filter(null, filter.status(), null, null, null))
        || filter.equals(new Filter(null, null, null, null, filter.error()));
  }

  private List<Row> seen(Filter filter, @Nullable String before, int looks) {
    Map<String, Object> values = new HashMap<>();
    values.put("email", JobRow.orNone(filter.user()));
    values.put("error", JobRow.orNone(filter.error()));
    values.put("after", before == null ? Newest.FIRST : Newest.of(before));
    values.put("looks", looks);
    return Row.all(database.read(OversightSurql.found(filter), values));
  }

  private static boolean fits(Row row, Filter filter) {
    Phase.Status status = filter.narrowest();
    return is(filter.user(), row.text("email"))
        && is(status == null ? null : JobRow.text(status), row.text("status"))
        && is(filter.phase() == null ? null : JobRow.text(filter.phase()), row.text("phase"))
        && is(filter.type(), JobTable.typeOf(row))
        && is(filter.error(), row.textOrNull("error_code"));
  }

  private static boolean is(@Nullable String wanted, @Nullable String found) {
    return wanted == null || wanted.equals(found);
  }

  /** A record that cannot be read is left out: it must not hide all others. */
  private List<Job> whole(List<RecordId> ids) {
    List<Job> jobs = new ArrayList<>();
    if (ids.isEmpty()) {
      return jobs;
    }
    for (Row row : Row.all(database.read(OversightSurql.ALL, Map.of("jobs", ids)))) {
      try {
        jobs.add(JobRow.read(row));
      } catch (RuntimeException e) {
        LOG.errorf(e, "A job is left out: %s", e.getMessage());
      }
    }
    jobs.sort(Comparator.comparing(Job::id).reversed());
    return jobs;
  }

  @Override
  public Optional<Job> find(String id) {
    Map<String, Object> values = Map.of("jobs", JobTable.ids(id), "id", id);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(Row.of(database.read(OversightSurql.FIND, values))).map(JobRow::read);
  }

  @Override
  public Beside beside(String jobId) {
    Map<String, Object> values =
        Map.of("jobs", JobTable.ids(jobId), "job_id", jobId, "hold", Ledger.hold(jobId));
    Row row = Objects.requireNonNull(Row.of(database.read(OversightSurql.BESIDE, values)));
    boolean leased = !row.text("lease_owner").isEmpty();
    Row hold = row.rowOrNull("hold");
    Row entry = row.rowOrNull("entry");
    return new Beside(
        leased ? row.text("lease_owner") : null,
        leased ? row.timeOrNull("lease_until") : null,
        hold == null
            ? null
            : new Hold(
                hold.number("credits"),
                hold.text("state"),
                hold.time("opened_at"),
                hold.timeOrNull("settled_at")),
        entry == null ? null : Ledger.entry(entry));
  }

  @Override
  public Queue queue(int most) {
    Map<String, Object> values = Map.of("most", most);
    Row row = Objects.requireNonNull(Row.of(database.read(OversightSurql.QUEUE, values)));
    return new Queue(
        (int) row.number("waiting"), row.timeOrNull("oldest"), (int) row.number("in_flight"));
  }

  @Override
  public List<Customer> users(String prefix, @Nullable String after, int limit) {
    boolean begun = after != null && after.compareTo(prefix) >= 0;
    Map<String, Object> values =
        Map.of("from", begun ? after : prefix, "end", prefix + LAST, "limit", limit);
    String block = begun ? OversightSurql.USERS_AFTER : OversightSurql.USERS;
    return Row.all(database.read(block, values)).stream()
        .map(SurrealOversightStore::customer)
        .toList();
  }

  @Override
  public Optional<Customer> user(String user) {
    Map<String, Object> values = Map.of("user", Ledger.user(user));
    return Optional.ofNullable(Row.of(database.read(OversightSurql.USER, values)))
        .map(SurrealOversightStore::customer);
  }

  private static Customer customer(Row row) {
    return new Customer(
        row.text("email"),
        new Account(row.number("credits_balance"), row.number("credits_held")),
        row.number("unfinished"),
        row.time("created_at"));
  }

  @Override
  public Intake intake() {
    Row row = Row.of(database.read(OversightSurql.INTAKE, Map.of()));
    return row == null
        ? Intake.UNTOUCHED
        : new Intake(
            row.number("open") == 1,
            row.textOrNull("words"),
            row.text("changed_by"),
            row.time("changed_at"));
  }

  @Override
  public void setIntake(Intake intake) {
    Map<String, Object> row =
        Map.of(
            "open", intake.open() ? 1 : 0,
            "words", JobRow.orNone(intake.words()),
            "changed_by", Objects.requireNonNull(intake.changedBy()),
            "changed_at", Objects.requireNonNull(intake.changedAt()));
    database.move(OversightSurql.SET_INTAKE, Map.of("row", row));
  }
}
