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
import dev.darkroom.jobs.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
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

  private static Admission admit(Handle h, NewJob job) {
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
    int unfinished =
        h.createQuery(JobSql.COUNT_UNFINISHED)
            .bind("user", draft.user())
            .mapTo(Integer.class)
            .one();
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
      Handle h, String user, Draft.Idempotency key, Instant since) {
    return h.createQuery(JobSql.FIND_BY_KEY)
        .bind("user", user)
        .bind("key", key.key())
        .bind("since", since.toEpochMilli())
        .<Admission>map(
            (rs, context) ->
                key.bodyHash().equals(rs.getString("body_hash"))
                    ? new Admission.AlreadyThere(JobRow.read(rs, context))
                    : new Admission.KeyReused())
        .findOne();
  }

  private static Optional<Admission> equal(Handle h, NewJob job) {
    Listener listener = job.draft().terms().listener();
    return job.draft().fingerprint() == null
        ? Optional.empty()
        : h.createQuery(JobSql.FIND_EQUAL)
            .bind("user", job.draft().user())
            .bind("fingerprint", job.draft().fingerprint())
            .bind("just", job.createdAt().minus(JUST_ENDED).toEpochMilli())
            .bind("url", listener == null ? null : listener.url())
            .bind("events", listener == null ? null : SqliteNotifyStore.json(listener.kinds()))
            .<Admission>map((rs, context) -> new Admission.Joined(JobRow.read(rs, context)))
            .findOne();
  }

  private static void forgetOldKey(Handle h, String user, Draft.Idempotency key, Instant since) {
    h.createUpdate(JobSql.FORGET_OLD_KEY)
        .bind("user", user)
        .bind("key", key.key())
        .bind("since", since.toEpochMilli())
        .execute();
  }

  private static Job insert(Handle h, NewJob job) {
    Draft draft = job.draft();
    Draft.Idempotency key = draft.terms().key();
    State fresh = State.fresh(job.createdAt(), job.endBy());
    Job inserted =
        JobRow.bind(h.createQuery(JobSql.INSERT), fresh)
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
            .map(JobRow::read)
            .one();
    addEvent(h, inserted, new Move.Line("admitted", "Waiting for its turn."), job.createdAt());
    SqliteNotifyStore.add(h, job);
    return inserted;
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
          int inFlight = h.createQuery(JobSql.COUNT_IN_FLIGHT).mapTo(Integer.class).one();
          int starts = Math.min(limit - jobs.size(), inFlightMax - inFlight);
          if (starts > 0) {
            jobs.addAll(claim(h, JobSql.CLAIM_IN_TURN, worker, now, until, starts));
          }
          return jobs;
        });
  }

  private static boolean anything(Handle h, String sql, Instant now) {
    return h.createQuery(sql).bind("now", now.toEpochMilli()).mapTo(Boolean.class).one();
  }

  private static List<Job> claim(
      Handle h, String sql, String worker, Instant now, Instant until, int limit) {
    return h
        .createQuery(sql)
        .bind("worker", worker)
        .bind("now", now.toEpochMilli())
        .bind("until", until.toEpochMilli())
        .bind("limit", limit)
        .map(JobRow::readIfWhole)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Optional<Job> record(Move move, Instant now) {
    return database.write(h -> record(h, move, now));
  }

  private static Optional<Job> record(Handle h, Move move, Instant now) {
    Optional<Job> recorded =
        JobRow.bind(h.createQuery(JobSql.RECORD), move.after())
            .bind("id", move.before().id())
            .bind("version", move.before().version())
            .bind("keeps_claim", move.keepsClaim())
            .bind("lane", lane(move))
            .bind("now", now.toEpochMilli())
            .map(JobRow::read)
            .findOne();
    recorded.ifPresent(job -> settle(h, job, move, now));
    return recorded;
  }

  private static void settle(Handle h, Job job, Move move, Instant now) {
    Move.Line line = move.event();
    if (line != null) {
      addEvent(h, job, line, now);
    }
    move.items().forEach(item -> SqliteLibraryStore.add(h, item));
    switch (move.settlement()) {
      case Settlement.Keep() -> {}
      case Settlement.Charge(long credits) -> {
        Ledger.charge(h, job.user(), job.id(), credits, job.type(), now);
        h.createUpdate(JobSql.MARK_FIRST).bindMethods(job).execute();
      }
      case Settlement.Release() -> Ledger.release(h, job.user(), job.id(), now);
    }
  }

  /** Which index the job stands in: 0 ended, 1 waiting for its turn, 2 under way. */
  private static int lane(Move move) {
    if (move.after().phase().terminal()) {
      return 0;
    }
    return move.after().needsTurn() && !move.keepsClaim() ? 1 : 2;
  }

  private static void addEvent(Handle h, Job job, Move.Line line, Instant now) {
    h.createUpdate(JobSql.NEXT_EVENT).bind("user", job.user()).execute();
    h.createUpdate(JobSql.ADD_EVENT)
        .bind("job", job.id())
        .bind("user", job.user())
        .bind("at", now.toEpochMilli())
        .bind("phase", JobRow.text(job.phase()))
        .bind("kind", line.kind())
        .bind("message", line.message())
        .bind("progress", job.state().progress())
        .bind("queue_position", job.state().queuePosition())
        .execute();
  }

  @Override
  public void renew(String worker, Collection<String> jobIds, Instant until) {
    if (jobIds.isEmpty()) {
      return;
    }
    database.write(
        h ->
            h.createUpdate(JobSql.RENEW)
                .bind("worker", worker)
                .bind("until", until.toEpochMilli())
                .bindList("ids", List.copyOf(jobIds))
                .execute());
  }

  @Override
  public int expireLeases(String worker, Instant now) {
    return database.write(
        h ->
            h.createUpdate(JobSql.EXPIRE_LEASES)
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
            h
                .createQuery(JobSql.OVERDUE)
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .map(JobRow::readIfWhole)
                .stream()
                .flatMap(Optional::stream)
                .toList());
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
            h -> h.createUpdate(sql).bind("id", jobId).bind("now", now.toEpochMilli()).execute())
        == 1;
  }

  @Override
  public Optional<Job> get(String jobId) {
    return database.read(
        h ->
            h.createQuery("SELECT * FROM job WHERE id = :id")
                .bind("id", jobId)
                .map(JobRow::read)
                .findOne());
  }

  @Override
  public Optional<Job> find(String user, String id) {
    return database.read(
        h ->
            h.createQuery(JobSql.FIND)
                .bind("user", user)
                .bind("id", id)
                .map(JobRow::read)
                .findFirst());
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
            h.createQuery(JobSql.LIST)
                .bind("user", user)
                .bind("status", status == null ? null : status.name().toLowerCase(Locale.ROOT))
                .bind("type", type)
                .bind("before", before)
                .bind("limit", limit)
                .map(JobRow::read)
                .list());
  }

  @Override
  public boolean isFirst(Job job) {
    return database.read(
        h -> h.createQuery(JobSql.IS_FIRST).bindMethods(job).mapTo(Boolean.class).one());
  }

  @Override
  public List<JobEvent> events(String jobId, int afterSeq, int limit) {
    return database.read(
        h ->
            h.createQuery(JobSql.EVENTS)
                .bind("job", jobId)
                .bind("after", afterSeq)
                .bind("limit", limit)
                .map(JobRow::event)
                .list());
  }

  @Override
  public List<JobEvent> eventsOfUser(String user, long afterN, int limit) {
    return database.read(
        h ->
            h.createQuery(JobSql.EVENTS_OF_USER)
                .bind("user", user)
                .bind("after", afterN)
                .bind("limit", limit)
                .map(JobRow::event)
                .list());
  }

  @Override
  public Map<String, Long> lastEvents(Collection<String> users) {
    Map<String, Long> last = new HashMap<>();
    if (!users.isEmpty()) {
      database.read(
          h ->
              h.createQuery(JobSql.LAST_EVENTS)
                  .bindList("users", List.copyOf(users))
                  .map((rs, _) -> last.put(rs.getString("user"), rs.getLong("events")))
                  .list());
    }
    return last;
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

  private static List<String> old(Handle h, Instant endedBefore, int limit) {
    return h.createQuery(JobSql.OLD)
        .bind("before", endedBefore.toEpochMilli())
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  private static int forget(Handle h, List<String> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    h.createUpdate(JobSql.FORGET_HOLDS).bindList("ids", ids).execute();
    return h.createUpdate(JobSql.FORGET).bindList("ids", ids).execute();
  }

  @Override
  public Set<String> needed(Collection<String> keys) {
    return keys.isEmpty()
        ? Set.of()
        : database.read(
            h ->
                h.createQuery(JobSql.NEEDED)
                    .bindList("keys", List.copyOf(keys))
                    .mapTo(String.class)
                    .set());
  }

  @Override
  public int ahead(Job job, int limit) {
    return database.read(
        h ->
            h.createQuery(JobSql.AHEAD)
                .bind("id", job.id())
                .bind("limit", limit)
                .mapTo(Integer.class)
                .one());
  }
}
