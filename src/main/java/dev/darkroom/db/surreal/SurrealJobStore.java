package dev.darkroom.db.surreal;

import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Listener;
import dev.darkroom.jobs.Move;
import dev.darkroom.jobs.Move.Settlement;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.Standing;
import dev.darkroom.jobs.Standing.Asked;
import dev.darkroom.jobs.StoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Jobs in SurrealDB. Every move is one block of {@link JobSurql}. */
public final class SurrealJobStore implements JobStore {
  private static final Logger LOG = Logger.getLogger(SurrealJobStore.class);

  private final SurrealDatabase database;

  public SurrealJobStore(SurrealDatabase database) {
    this.database = database;
  }

  @Override
  public Admission admit(NewJob job) {
    Draft draft = job.draft();
    Draft.Idempotency key = draft.terms().key();
    Map<String, Object> values = new HashMap<>();
    values.put("job", JobTable.ofType(draft.type()).id(job.id()));
    values.put("row", JobRow.fresh(job));
    values.put("fingerprint", draft.fingerprint() == null ? "" : draft.fingerprint());
    values.put("email", draft.user());
    values.put("user", Ledger.user(draft.user()));
    values.put("hold", Ledger.hold(job.id()));
    values.put("event", new RecordId("job_event", List.of(job.id(), 1L)));
    values.put("kind", "admitted");
    values.put("message", "Waiting for its turn.");
    values.put("key", key == null ? None.NONE : key(draft.user(), key));
    values.put("body_hash", key == null ? "" : key.bodyHash());
    values.put("since", job.createdAt().minus(job.idempotencyAge()));
    values.put("just", job.createdAt().minus(JUST_ENDED));
    values.put("unfinished_max", job.unfinishedMax());
    values.put("now", job.createdAt());
    values.put("webhook", SurrealNotifyStore.fresh(job));
    values.put("webhook_id", SurrealNotifyStore.id(job.id()));
    Row answer = Row.of(database.moveInTurn(JobSurql.ADMIT, values));
    Admission admission = answer == null ? null : admission(answer);
    if (admission != null) {
      return admission;
    }
    if (answer == null) {
      throw new IllegalStateException("An admission without an answer indicates a bug");
    }
    Long available = answer.numberOrNull("not_enough");
    return available == null
        ? new Admission.TooManyUnfinished(job.unfinishedMax())
        : new Admission.NotEnoughCredits(draft.credits(), available);
  }

  private static RecordId key(String user, Draft.Idempotency key) {
    return new RecordId("idempotency", List.of(user, key.key()));
  }

  private static @Nullable Admission admission(Row answer) {
    Row admitted = answer.rowOrNull("admitted");
    if (admitted != null) {
      return new Admission.Admitted(JobRow.read(admitted));
    }
    Row there = answer.rowOrNull("already_there");
    if (there != null) {
      return new Admission.AlreadyThere(JobRow.read(there));
    }
    Row joined = answer.rowOrNull("joined");
    if (joined != null) {
      return new Admission.Joined(JobRow.read(joined));
    }
    String paused = answer.textOrNull("paused");
    if (paused != null) {
      return new Admission.IntakePaused(paused.isEmpty() ? null : paused);
    }
    return answer.fields().containsKey("key_reused") ? new Admission.KeyReused() : null;
  }

  @Override
  public Optional<Admission> earlier(String user, Draft.Idempotency key, Instant since) {
    Map<String, Object> values =
        Map.of("key", key(user, key), "body_hash", key.bodyHash(), "since", since);
    return Optional.ofNullable(Row.of(database.read(JobSurql.EARLIER, values)))
        .map(SurrealJobStore::admission);
  }

  @Override
  public List<Job> claim(String worker, Instant now, Instant until, int limit, int inFlightMax) {
    // A look first: most rounds find nothing, and what only reads meets nobody.
    if (!is(ClaimSurql.ANYTHING_DUE, Map.of("now", now, "soon", soon(now)))) {
      return List.of();
    }
    Map<String, Object> values = claim(worker, now, until, limit);
    values.put("in_flight_max", inFlightMax);
    values.put("soon", soon(now));
    return whole(database.move(ClaimSurql.CLAIM, values), now);
  }

  private static Map<String, Object> claim(String worker, Instant now, Instant until, int limit) {
    Map<String, Object> values = new HashMap<>();
    values.put("worker", worker);
    values.put("now", now);
    values.put("until", until);
    values.put("limit", limit);
    values.put("move", UUID.randomUUID().toString());
    return values;
  }

  /** The next whole second: see {@link JobSurql}. */
  private static Instant soon(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }

  private boolean is(String block, Map<String, ?> values) {
    return Boolean.TRUE.equals(database.read(block, values));
  }

  /** A record that cannot be read is set aside: it must not keep the worker from all others. */
  private List<Job> whole(@Nullable Object rows, Instant now) {
    List<Job> jobs = new ArrayList<>();
    for (Row row : Row.all(rows)) {
      try {
        jobs.add(JobRow.read(row));
      } catch (RuntimeException e) {
        LOG.errorf(e, "A job is set aside: %s", e.getMessage());
        setAside(row, now);
      }
    }
    return jobs;
  }

  private void setAside(Row row, Instant now) {
    try {
      RecordId job = row.id();
      String id = String.valueOf(job.key());
      Map<String, Object> values = new HashMap<>();
      values.put("job", job);
      values.put("job_id", id);
      values.put("version", row.number("version"));
      values.put("hold", Ledger.hold(id));
      values.put("credits", 0);
      values.put("code", Cause.POISONED.code());
      values.put("words", Cause.POISONED.words());
      values.put("now", now);
      values.put("never", JobRow.NEVER);
      database.move(JobSurql.SET_ASIDE, values);
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s could not be set aside", row.fields().get("id"));
    }
  }

  @Override
  public Optional<Job> record(Move move, Instant now) {
    Job job = move.before();
    Map<String, Object> values = new HashMap<>();
    values.put("job", JobTable.ofType(job.type()).id(job.id()));
    values.put("job_id", job.id());
    values.put("row", JobRow.of(move.after()));
    values.put("version", job.version());
    values.put("keeps", move.keepsClaim());
    values.put("lane", lane(move));
    values.put("now", now);
    values.put("never", JobRow.NEVER);
    values.put("move", UUID.randomUUID().toString());
    Move.Line line = move.event();
    values.put("kind", line == null ? None.NONE : line.kind());
    values.put("message", line == null ? "" : line.message());
    values.put("items", move.items().stream().map(LibraryRow::item).toList());
    values.put("hold", Ledger.hold(job.id()));
    values.put("first", first(job));
    values.put("reason", job.type());
    values.put("settle", settle(move.settlement()));
    values.put("credits", move.settlement() instanceof Settlement.Charge(long c) ? c : 0);
    return Optional.ofNullable(Row.of(database.move(JobSurql.RECORD, values))).map(JobRow::read);
  }

  private static Object settle(Settlement settlement) {
    return switch (settlement) {
      case Settlement.Keep() -> None.NONE;
      case Settlement.Charge(_) -> "charged";
      case Settlement.Release() -> "released";
    };
  }

  private static RecordId first(Job job) {
    return new RecordId("first_job", List.of(job.user(), job.type()));
  }

  /** Which index the job stands in: 0 ended, 1 waiting, 2 under way. */
  private static int lane(Move move) {
    if (move.after().phase().terminal()) {
      return 0;
    }
    return move.after().needsTurn() && !move.keepsClaim() ? 1 : 2;
  }

  @Override
  public void renew(String worker, Collection<String> jobIds, Instant until) {
    RuntimeException failure = null;
    // Each by itself: one that cannot be renewed just now must not keep the others from it.
    for (String id : jobIds) {
      try {
        database.move(
            ClaimSurql.RENEW, Map.of("worker", worker, "jobs", JobTable.ids(id), "until", until));
      } catch (StoreException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public int expireLeases(String worker, Instant now) {
    return number(database.move(ClaimSurql.EXPIRE_LEASES, Map.of("worker", worker, "now", now)));
  }

  private static int number(@Nullable Object value) {
    return value instanceof Long number ? number.intValue() : 0;
  }

  @Override
  public List<Job> claimLapsed(String worker, Instant now, Instant until, int limit) {
    return is(ClaimSurql.ANYTHING_LAPSED, Map.of("now", now))
        ? whole(database.move(ClaimSurql.CLAIM_LAPSED, claim(worker, now, until, limit)), now)
        : List.of();
  }

  @Override
  public List<Job> overdue(Instant now, int limit) {
    Map<String, Object> values = Map.of("now", now, "soon", soon(now), "limit", limit);
    return whole(database.read(ClaimSurql.OVERDUE, values), now);
  }

  @Override
  public boolean nudge(String jobId, Instant now) {
    return Boolean.TRUE.equals(
        database.move(JobSurql.NUDGE, Map.of("jobs", JobTable.ids(jobId), "now", now)));
  }

  @Override
  public boolean askCancel(String jobId, Instant now) {
    return Boolean.TRUE.equals(
        database.move(JobSurql.ASK_CANCEL, Map.of("jobs", JobTable.ids(jobId), "now", now)));
  }

  @Override
  public Optional<Job> get(String jobId) {
    return jobId.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
                Row.of(database.read(JobSurql.GET, Map.of("jobs", JobTable.ids(jobId)))))
            .map(JobRow::read);
  }

  @Override
  public Optional<Job> find(String user, String id) {
    Map<String, Object> values = Map.of("jobs", JobTable.ids(id), "id", id, "email", user);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(Row.of(database.read(JobSurql.FIND, values))).map(JobRow::read);
  }

  @Override
  public List<Job> list(
      String user,
      Phase.@Nullable Status status,
      @Nullable String type,
      int limit,
      @Nullable String before) {
    return Newest.list(
        limit,
        before == null ? Newest.FIRST : Newest.of(before),
        (after, some) -> page(user, after, some),
        Job::id,
        job ->
            (status == null || job.phase().status() == status)
                && (type == null || job.type().equals(type)));
  }

  private List<Job> page(String user, String after, int limit) {
    Map<String, Object> values = Map.of("email", user, "after", after, "limit", limit);
    return Row.all(database.read(JobSurql.LIST, values)).stream().map(JobRow::read).toList();
  }

  @Override
  public Map<Asked, Standing> standings(Collection<Asked> asked) {
    List<String> ids = asked.stream().map(Asked::id).filter(id -> !id.isEmpty()).toList();
    Map<String, Object> values = new HashMap<>();
    values.put("ids", ids.stream().flatMap(id -> JobTable.ids(id).stream()).toList());
    values.put("requests", ids);
    Row answer = Row.of(database.read(JobSurql.STANDINGS, values));
    if (answer == null) {
      throw new IllegalStateException("A look without an answer indicates a bug");
    }
    return StandingRow.read(asked, answer, this::ahead);
  }

  @Override
  public List<JobEvent> events(String jobId, int afterSeq, int limit) {
    Map<String, Object> values = Map.of("job", jobId, "from", afterSeq + 1L, "limit", limit);
    return events(database.read(JobSurql.EVENTS, values));
  }

  @Override
  public int lastSeq(String jobId) {
    return jobId.isEmpty()
        ? 0
        : number(database.read(JobSurql.LAST_SEQ, Map.of("jobs", JobTable.ids(jobId))));
  }

  @Override
  public List<JobEvent> eventsOfUser(String user, long afterN, int limit) {
    Map<String, Object> values = Map.of("email", user, "after", afterN, "limit", limit);
    return events(database.read(JobSurql.EVENTS_OF_USER, values));
  }

  private static List<JobEvent> events(@Nullable Object rows) {
    return Row.all(rows).stream().map(JobRow::event).toList();
  }

  @Override
  public Map<String, Long> lastEvents(Collection<String> users) {
    List<RecordId> ids = users.stream().map(Ledger::user).toList();
    return Row.all(database.read(JobSurql.LAST_EVENTS, Map.of("users", ids))).stream()
        .collect(Collectors.toMap(row -> row.text("email"), row -> row.number("events")));
  }

  @Override
  public Optional<Listener> listener(String jobId) {
    return jobId.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
                Row.of(
                    database.read(
                        NotifySurql.LISTENER, Map.of("hook", SurrealNotifyStore.id(jobId)))))
            .map(SurrealNotifyStore::listener);
  }

  @Override
  public int prune(Instant endedBefore, int limit) {
    Map<String, Object> values =
        Map.of("before", endedBefore, "soon", soon(endedBefore), "limit", limit);
    return number(database.move(JobSurql.PRUNE, values));
  }

  @Override
  public Set<String> needed(Collection<String> keys) {
    Object needed = database.read(JobSurql.NEEDED, Map.of("keys", List.copyOf(keys)));
    return ((List<?>) Objects.requireNonNull(needed))
        .stream().map(String::valueOf).collect(Collectors.toSet());
  }

  @Override
  public int ahead(Job job) {
    RecordId id = JobTable.ofType(job.type()).id(job.id());
    return ahead(List.of(id)).getOrDefault(id, 0);
  }

  private Map<RecordId, Integer> ahead(List<RecordId> jobs) {
    Map<RecordId, Integer> ahead = new HashMap<>();
    if (!jobs.isEmpty()) {
      Object counts = database.read(JobSurql.AHEAD, Map.of("jobs", jobs, "limit", AHEAD_MAX));
      List<?> each = (List<?>) Objects.requireNonNull(counts);
      for (int i = 0; i < jobs.size(); i++) {
        ahead.put(jobs.get(i), number(each.get(i)));
      }
    }
    return ahead;
  }
}
