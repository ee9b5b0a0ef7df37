package dev.darkroom.db.sqlite;

import dev.darkroom.credits.Account;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Intake;
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
import dev.darkroom.jobs.State;
import dev.darkroom.jobs.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs in SQLite. Every move runs in the one writer; the SQL stands in {@link JobSql}. */
public final class SqliteJobStore implements JobStore {
  private final Database database;

  public SqliteJobStore(Database database) {
    this.database = database;
  }

  @Override
  public Admission admit(NewJob job) {
    return database.write(h -> admit(h, job));
  }

  private static Admission admit(Session h, NewJob job) {
    Draft draft = job.draft();
    Draft.Idempotency key = draft.terms().key();
    if (key != null) {
      Instant since = job.createdAt().minus(job.idempotencyAge());
      Optional<Admission> earlier = earlier(h, draft.user(), key, since);
      if (earlier.isPresent()) {
        return earlier.get();
      }
      forgetOldKey(h, draft.user(), key, since);
    }
    Optional<Admission> equal = equal(h, job);
    if (equal.isPresent()) {
      return equal.get();
    }
    Intake intake = SqliteOversightStore.intake(h);
    if (!intake.open()) {
      return new Admission.IntakePaused(intake.words());
    }
    int unfinished = h.query(JobSql.COUNT_UNFINISHED).bind("user", draft.user()).count();
    if (unfinished >= job.unfinishedMax()) {
      return new Admission.TooManyUnfinished(job.unfinishedMax());
    }
    Ledger.ensureAccount(h, draft.user(), job.createdAt());
    Account account = Ledger.account(h, draft.user());
    if (account.available() < draft.credits()) {
      return new Admission.NotEnoughCredits(draft.credits(), account.available());
    }
    Ledger.hold(h, draft.user(), job.id(), draft.credits(), job.createdAt());
    return new Admission.Admitted(insert(h, job));
  }

  @Override
  public Optional<Admission> earlier(String user, Draft.Idempotency key, Instant since) {
    return database.read(h -> earlier(h, user, key, since));
  }

  private static Optional<Admission> earlier(
      Session h, String user, Draft.Idempotency key, Instant since) {
    return h.query(JobSql.FIND_BY_KEY)
        .bind("user", user)
        .bind("key", key.key())
        .bind("since", since.toEpochMilli())
        .<Admission>first(
            row ->
                key.bodyHash().equals(row.textOrNull("body_hash"))
                    ? new Admission.AlreadyThere(JobRow.read(row))
                    : new Admission.KeyReused());
  }

  private static Optional<Admission> equal(Session h, NewJob job) {
    Listener listener = job.draft().terms().listener();
    return job.draft().fingerprint() == null
        ? Optional.empty()
        : h.query(JobSql.FIND_EQUAL)
            .bind("user", job.draft().user())
            .bind("fingerprint", job.draft().fingerprint())
            .bind("just", job.createdAt().minus(JUST_ENDED).toEpochMilli())
            .bind("url", listener == null ? null : listener.url())
            .bind("events", listener == null ? null : SqliteNotifyStore.json(listener.kinds()))
            .<Admission>first(row -> new Admission.Joined(JobRow.read(row)));
  }

  private static void forgetOldKey(Session h, String user, Draft.Idempotency key, Instant since) {
    h.query(JobSql.FORGET_OLD_KEY)
        .bind("user", user)
        .bind("key", key.key())
        .bind("since", since.toEpochMilli())
        .execute();
  }

  private static Job insert(Session h, NewJob job) {
    Draft draft = job.draft();
    Draft.Idempotency key = draft.terms().key();
    Job admitted = job.admitted();
    Query insert = h.query(JobSql.INSERT);
    StateColumn.ALL.forEach(column -> insert.bind(column.name(), column.value(admitted.state())));
    insert
        .bind("due_at", admitted.state().dueAt().toEpochMilli())
        .bind("id", job.id())
        .bind("user", draft.user())
        .bind("type", draft.type())
        .bind("input", JobRow.write(draft.input()))
        .bind("held_credits", draft.credits())
        .bind("created_at", job.createdAt().toEpochMilli())
        .bind("start_by", job.startBy().toEpochMilli())
        .bind("idempotency_key", key == null ? null : key.key())
        .bind("body_hash", key == null ? null : key.bodyHash())
        .bind("fingerprint", draft.fingerprint())
        .execute();
    JobLog.add(h, admitted, new Move.Line("admitted", "Waiting for its turn."), job.createdAt());
    SqliteNotifyStore.add(h, job);
    return admitted;
  }

  @Override
  public List<Job> claim(String worker, Instant now, Instant until, int limit, int inFlightMax) {
    // A look first: most rounds find nothing, and a read does not queue behind the writes.
    if (!database.read(h -> anything(h, JobSql.ANYTHING_DUE, now))) {
      return List.of();
    }
    return database.write(
        h -> {
          List<Job> jobs =
              new ArrayList<>(claim(h, JobSql.CLAIM_UNDER_WAY, worker, now, until, limit));
          int inFlight = h.query(JobSql.COUNT_IN_FLIGHT).bind("limit", inFlightMax).count();
          int starts = Math.min(limit - jobs.size(), inFlightMax - inFlight);
          if (starts > 0) {
            jobs.addAll(claim(h, JobSql.CLAIM_IN_TURN, worker, now, until, starts));
          }
          return jobs;
        });
  }

  private static boolean anything(Session h, String sql, Instant now) {
    return h.query(sql).bind("now", now.toEpochMilli()).holds();
  }

  private static List<Job> claim(
      Session h, String sql, String worker, Instant now, Instant until, int limit) {
    return h.query(sql)
        .bind("worker", worker)
        .bind("now", now.toEpochMilli())
        .bind("until", until.toEpochMilli())
        .bind("limit", limit)
        .listWhole(JobRow::readIfWhole);
  }

  @Override
  public Optional<Job> record(Move move, Instant now) {
    return database.write(h -> record(h, move, now));
  }

  private static Optional<Job> record(Session h, Move move, Instant now) {
    State after = move.after();
    List<StateColumn> changed = StateColumn.changed(move.before().state(), after);
    boolean nudgeable = after.step() != Step.RESOLVE;
    Query record =
        h.query(JobSql.record(changed, nudgeable, move.keepsClaim()))
            .bind("id", move.before().id())
            .bind("version", move.before().version())
            .bind("due_at", after.dueAt().toEpochMilli());
    changed.forEach(column -> record.bind(column.name(), column.value(after)));
    if (nudgeable) {
      record.bind("now", now.toEpochMilli());
    }
    if (!move.keepsClaim()) {
      record.bind("lane", lane(after));
    }
    Optional<Job> recorded =
        record.first(row -> move.written(row.time("due_at"), row.timeOrNull("cancel_asked_at")));
    recorded.ifPresent(job -> settle(h, job, move, now));
    return recorded;
  }

  private static void settle(Session h, Job job, Move move, Instant now) {
    Move.Line line = move.event();
    if (line != null) {
      JobLog.add(h, job, line, now);
    }
    move.items().forEach(item -> SqliteLibraryStore.add(h, item));
    switch (move.settlement()) {
      case Settlement.Keep() -> {}
      case Settlement.Charge(long credits) -> {
        Ledger.charge(h, job.user(), job.id(), credits, job.type(), now);
        h.query(JobSql.MARK_FIRST)
            .bind("user", job.user())
            .bind("type", job.type())
            .bind("id", job.id())
            .execute();
      }
      case Settlement.Release() -> Ledger.release(h, job.user(), job.id(), now);
    }
  }

  /**
   * Which index a job stands in that nobody has: 0 ended, 1 waiting for its turn, 2 under way. One
   * that is visited is under way.
   */
  private static int lane(State state) {
    if (state.phase().terminal()) {
      return 0;
    }
    return state.needsTurn() ? 1 : 2;
  }

  @Override
  public void renew(String worker, Collection<String> jobIds, Instant until) {
    if (jobIds.isEmpty()) {
      return;
    }
    database.write(
        h ->
            h.query(JobSql.RENEW)
                .bind("worker", worker)
                .bind("until", until.toEpochMilli())
                .bind("ids", jobIds)
                .execute());
  }

  @Override
  public int expireLeases(String worker, Instant now) {
    return database.write(
        h ->
            h.query(JobSql.EXPIRE_LEASES)
                .bind("worker", worker)
                .bind("now", now.toEpochMilli())
                .execute());
  }

  @Override
  public List<Job> claimLapsed(String worker, Instant now, Instant until, int limit) {
    return database.read(h -> anything(h, JobSql.ANYTHING_LAPSED, now))
        ? database.write(h -> claim(h, JobSql.CLAIM_LAPSED, worker, now, until, limit))
        : List.of();
  }

  @Override
  public List<Job> overdue(Instant now, int limit) {
    return database.read(
        h ->
            h.query(JobSql.OVERDUE)
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .listWhole(JobRow::readIfWhole));
  }

  @Override
  public boolean nudge(String jobId, Instant now) {
    return note(JobSql.NUDGE, jobId, now);
  }

  @Override
  public boolean askCancel(String jobId, Instant now) {
    return note(JobSql.ASK_CANCEL, jobId, now);
  }

  /** What is written beside the version, and needs none. False if the job has ended. */
  private boolean note(String sql, String jobId, Instant now) {
    return database.write(
            h -> h.query(sql).bind("id", jobId).bind("now", now.toEpochMilli()).execute())
        == 1;
  }

  @Override
  public Optional<Job> get(String jobId) {
    return database.read(
        h -> h.query("SELECT * FROM job WHERE id = :id").bind("id", jobId).first(JobRow::read));
  }

  @Override
  public Optional<Job> find(String user, String id) {
    return database.read(
        h -> h.query(JobSql.FIND).bind("user", user).bind("id", id).first(JobRow::read));
  }

  @Override
  public List<Job> list(
      String user,
      Phase.@Nullable Status status,
      @Nullable String type,
      int limit,
      @Nullable String before) {
    return database.read(
        h ->
            h.query(JobSql.LIST)
                .bind("user", user)
                .bind("status", status == null ? null : status.name().toLowerCase(Locale.ROOT))
                .bind("type", type)
                .bind("before", before)
                .bind("limit", limit)
                .list(JobRow::read));
  }

  @Override
  public Map<Asked, Standing> standings(Collection<Asked> asked) {
    return database.read(
        h -> {
          Map<Asked, Standing> found = new HashMap<>();
          for (Asked each : asked) {
            h.query(JobSql.STANDING)
                .bind("user", each.user())
                .bind("id", each.id())
                .first(JobRow::standing)
                .ifPresent(standing -> found.put(each, standing));
          }
          return found;
        });
  }

  @Override
  public List<JobEvent> events(String jobId, int afterSeq, int limit) {
    return database.read(h -> JobLog.ofJob(h, jobId, afterSeq, limit));
  }

  @Override
  public int lastSeq(String jobId) {
    return database.read(h -> JobLog.lastSeq(h, jobId));
  }

  @Override
  public List<JobEvent> eventsOfUser(String user, long afterN, int limit) {
    return database.read(h -> JobLog.ofUser(h, user, afterN, limit));
  }

  @Override
  public Map<String, Long> lastEvents(Collection<String> users) {
    return users.isEmpty() ? Map.of() : database.read(h -> JobLog.lastOfUsers(h, users));
  }

  @Override
  public Optional<Listener> listener(String jobId) {
    return database.read(h -> SqliteNotifyStore.listener(h, jobId));
  }

  @Override
  public int prune(Instant endedBefore, int limit) {
    // A look first, which does not queue behind the writes.
    return database.read(h -> old(h, endedBefore, limit)).isEmpty()
        ? 0
        : database.write(h -> forget(h, old(h, endedBefore, limit)));
  }

  private static List<String> old(Session h, Instant endedBefore, int limit) {
    return h.query(JobSql.OLD)
        .bind("before", endedBefore.toEpochMilli())
        .bind("limit", limit)
        .texts();
  }

  private static int forget(Session h, List<String> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    h.query(JobSql.FORGET_HOLDS).bind("ids", ids).execute();
    return h.query(JobSql.FORGET).bind("ids", ids).execute();
  }

  @Override
  public Set<String> needed(Collection<String> keys) {
    return keys.isEmpty()
        ? Set.of()
        : database.read(h -> Set.copyOf(h.query(JobSql.NEEDED).bind("keys", keys).texts()));
  }

  @Override
  public int ahead(Job job) {
    return database.read(h -> h.query(JobSql.AHEAD).bind("id", job.id()).count());
  }
}
