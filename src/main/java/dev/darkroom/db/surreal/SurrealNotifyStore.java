package dev.darkroom.db.surreal;

import dev.darkroom.jobs.Listener;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.notify.Attempt;
import dev.darkroom.notify.Hook;
import dev.darkroom.notify.NotifyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Hooks in SurrealDB, by the id of their job. An event of the table of stories wakes them up. */
public final class SurrealNotifyStore implements NotifyStore {
  private static final Logger LOG = Logger.getLogger(SurrealNotifyStore.class);

  private final SurrealDatabase database;

  public SurrealNotifyStore(SurrealDatabase database) {
    this.database = database;
  }

  static RecordId id(String jobId) {
    return new RecordId("webhook", jobId);
  }

  /** The record that is made with a job, or NONE if nobody is told of it. */
  static Object fresh(NewJob job) {
    Listener listener = job.draft().terms().listener();
    if (listener == null) {
      return None.NONE;
    }
    Map<String, Object> row = new HashMap<>(unheld());
    row.put("email", job.draft().user());
    row.put("url", listener.url());
    row.put("host", listener.host());
    row.put("events", listener.kinds());
    row.put("told", 0);
    row.put("wanted", listener.wantedFirst());
    row.put("pending", listener.wantedFirst());
    row.put("tries", 0);
    row.put("attempts", 0);
    row.put("due_at", job.createdAt());
    row.put("state", "open");
    return row;
  }

  /** As nobody holds it, no move has touched it, and nothing waits. */
  static Map<String, Object> unheld() {
    return Map.of(
        "pending", 0, "version", 0, "move", "", "lease_owner", "", "lease_until", JobRow.NEVER);
  }

  static Listener listener(Row row) {
    return new Listener(row.text("url"), row.list("events").stream().map(String::valueOf).toList());
  }

  /** Leaves out a record that cannot be read: it must not keep the others from being told. */
  private static Optional<Hook> hookIfWhole(Row row) {
    try {
      return Optional.of(hook(row));
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.errorf(e, "The webhook of job %s is left alone", row.fields().get("id"));
      return Optional.empty();
    }
  }

  private static Hook hook(Row row) {
    return new Hook(
        row.id().text(),
        row.text("email"),
        listener(row),
        (int) row.number("told"),
        (int) row.number("wanted"),
        (int) row.number("tries"),
        row.time("due_at"),
        row.as("state", text -> Hook.State.valueOf(text.toUpperCase(Locale.ROOT))),
        row.number("version"));
  }

  @Override
  public List<Hook> due(Instant now, Set<String> hosts, Set<String> users, int limit) {
    Map<String, Object> values =
        Map.of(
            "now",
            now,
            "soon",
            now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1),
            "hosts",
            List.copyOf(hosts),
            "users",
            List.copyOf(users),
            "limit",
            limit);
    return Row.all(database.read(NotifySurql.DUE, values)).stream()
        .map(SurrealNotifyStore::hookIfWhole)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Optional<Hook> claim(Hook read, String worker, Instant now, Instant until) {
    Map<String, Object> values =
        Map.of(
            "hook",
            id(read.jobId()),
            "version",
            read.version(),
            "worker",
            worker,
            "now",
            now,
            "until",
            until,
            "move",
            UUID.randomUUID().toString());
    return Optional.ofNullable(Row.of(database.move(NotifySurql.CLAIM, values)))
        .map(SurrealNotifyStore::hook);
  }

  @Override
  public boolean record(Hook after, @Nullable Attempt attempt) {
    Map<String, Object> values = new HashMap<>();
    values.put("hook", id(after.jobId()));
    values.put("job", after.jobId());
    values.put("version", after.version());
    values.put("told", after.told());
    values.put("tries", after.tries());
    values.put("due", after.dueAt());
    values.put("state", JobRow.text(after.state()));
    values.put("attempt", attempt == null ? None.NONE : row(attempt));
    values.put("kept", ATTEMPTS_KEPT);
    values.put("never", JobRow.NEVER);
    values.put("move", UUID.randomUUID().toString());
    return is(NotifySurql.RECORD, values);
  }

  private static Map<String, Object> row(Attempt attempt) {
    return Map.of(
        "at", attempt.at(),
        "seq", attempt.seq(),
        "kind", attempt.kind(),
        "attempt", attempt.attempt(),
        "outcome", attempt.outcome(),
        "millis", attempt.millis());
  }

  @Override
  public int expireLeases(String worker, Instant now) {
    Object expired =
        database.move(NotifySurql.EXPIRE_LEASES, Map.of("worker", worker, "never", JobRow.NEVER));
    return expired instanceof Long count ? count.intValue() : 0;
  }

  @Override
  public Optional<Hook> find(String user, String jobId) {
    return jobId.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
                Row.of(database.read(NotifySurql.FIND, Map.of("hook", id(jobId), "email", user))))
            .map(SurrealNotifyStore::hook);
  }

  @Override
  public List<Attempt> attempts(String jobId) {
    List<Attempt> attempts = new ArrayList<>();
    for (Row row : Row.all(database.read(NotifySurql.ATTEMPTS, Map.of("job", jobId)))) {
      attempts.add(
          new Attempt(
              row.time("at"),
              (int) row.number("seq"),
              row.text("kind"),
              (int) row.number("attempt"),
              row.text("outcome"),
              row.number("millis")));
    }
    return attempts.reversed();
  }

  @Override
  public boolean restart(String jobId, int told, Instant now) {
    return is(
        NotifySurql.RESTART,
        Map.of("hook", id(jobId), "told", told, "now", now, "never", JobRow.NEVER));
  }

  @Override
  public List<Rotation> rotations(String user) {
    List<Rotation> rotations = new ArrayList<>();
    for (Row row : Row.all(database.read(NotifySurql.ROTATIONS, Map.of("email", user)))) {
      List<?> key = (List<?>) row.id().key();
      rotations.add(new Rotation(((Long) key.get(1)).intValue(), row.time("made_at")));
    }
    return rotations.reversed();
  }

  @Override
  public boolean rotate(String user, Rotation next, Instant since, int most) {
    return is(
        NotifySurql.ROTATE,
        Map.of(
            "next", new RecordId("webhook_secret", List.of(user, (long) next.n())),
            "email", user,
            "at", next.at(),
            "since", since,
            "most", most));
  }

  private boolean is(String move, Map<String, ?> values) {
    return Boolean.TRUE.equals(database.move(move, values));
  }
}
