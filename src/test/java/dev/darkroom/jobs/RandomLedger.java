package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.credits.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Random lives of many jobs and random grants, one move after the other. It remembers what it was
 * told, and that must be what lies in the rows: nothing done twice, nothing forgotten.
 */
public final class RandomLedger {
  private static final List<String> USERS = List.of("a@example.org", "b@example.org");
  private static final int LEASE_SECONDS = 5;

  private final Rows rows;
  private final Random random;
  private final List<Job> stale = new ArrayList<>();
  private final Map<String, Long> granted = new HashMap<>();

  /** The version of each job that was admitted, as it was last told. */
  private final Map<String, Long> versions = new HashMap<>();

  private Instant now = NOON;

  public RandomLedger(Rows rows, Random random) {
    this.rows = rows;
    this.random = random;
  }

  /** One move, or one visit of several. */
  public void step() {
    now = now.plusSeconds(1);
    switch (random.nextInt(9)) {
      case 0 -> grant(anyone());
      case 1, 2 -> admit(anyone());
      case 3 -> recordLate();
      case 4 -> sweep();
      case 5 -> nudge();
      default -> visitAll();
    }
  }

  private String anyone() {
    return USERS.get(random.nextInt(USERS.size()));
  }

  private void grant(String user) {
    long delta = random.nextInt(4) > 0 ? 1 + random.nextInt(45) : -7;
    String ref = "g" + random.nextInt(40);
    if (rows.credits().grant(user, delta, "grant", ref, now) instanceof Grant.Granted) {
      assertNull(granted.put(user + ref, delta), "a reference counts once");
    }
  }

  private void admit(String user) {
    String key = "k" + random.nextInt(60);
    Draft.Idempotency maybe =
        random.nextBoolean() ? new Draft.Idempotency(key, "the same body") : null;
    NewJob job = Fixtures.job(user, random.nextInt(12), maybe, now);
    switch (rows.jobs().admit(job)) {
      case Admission.Admitted(Job admitted) -> {
        assertEquals(job.id(), admitted.id());
        versions.put(admitted.id(), admitted.version());
      }
      case Admission.AlreadyThere(Job there) -> assertTrue(versions.containsKey(there.id()));
      case Admission.NotEnoughCredits _, Admission.TooManyUnfinished _ -> {}
      case Admission.Joined _,
          Admission.KeyReused _,
          Admission.IntakePaused _,
          Admission.Quoted _ ->
          throw new AssertionError("unasked for");
    }
  }

  /** A write on what was read long ago must change nothing or be the first to come. */
  private void recordLate() {
    if (!stale.isEmpty()) {
      Job job = stale.get(random.nextInt(stale.size()));
      record(job, outcome(job));
    }
  }

  /** The answer is the job if the claim is kept. */
  private Optional<Job> record(Job job, Outcome outcome) {
    Move move = Transitions.after(job, outcome, now);
    boolean first = job.version() == version(job);
    Optional<Job> written = rows.jobs().record(move, now);
    assertEquals(first, written.isPresent(), () -> "who comes first writes, nobody else: " + job);
    written.ifPresent(this::isNext);
    return move.keepsClaim() ? written : Optional.empty();
  }

  /** Each claim and each record is one version, whatever became of its answer. */
  private void isNext(Job job) {
    assertEquals(version(job) + 1, job.version(), () -> "done once: " + job);
    versions.put(job.id(), job.version());
  }

  private long version(Job job) {
    return Objects.requireNonNull(versions.get(job.id()), () -> "never admitted: " + job);
  }

  /** What nobody signed off is swept, as after a crash. */
  private void sweep() {
    if (random.nextInt(4) == 0) {
      rows.jobs().expireLeases("w", now);
    }
    for (Job job : rows.jobs().claimLapsed("s", now, now.plusSeconds(LEASE_SECONDS), 3)) {
      isNext(job);
      record(job, new Outcome.Broke(now));
    }
  }

  private void nudge() {
    if (!stale.isEmpty()) {
      rows.jobs().nudge(stale.get(random.nextInt(stale.size())).id(), now);
    }
  }

  private void visitAll() {
    for (Job job : rows.jobs().claim("w", now, now.plusSeconds(LEASE_SECONDS), 2, 40)) {
      isNext(job);
      visit(job);
    }
  }

  /** Goes on while the claim is kept, unless it dies. */
  private void visit(Job claimed) {
    Optional<Job> held = Optional.of(claimed);
    while (held.isPresent()) {
      Job job = held.get();
      stale.add(job);
      if (random.nextInt(6) == 0) {
        return;
      }
      held = record(job, outcome(job));
    }
  }

  private Outcome outcome(Job job) {
    if (random.nextInt(12) == 0) {
      return new Outcome.Failed(new Cause("NO", "No."));
    }
    if (random.nextInt(12) == 0) {
      return new Outcome.Broke(now);
    }
    return switch (job.state().step()) {
      case SUBMIT -> new Outcome.Submitting(now);
      case RESOLVE -> resolve(job);
      case POLL ->
          new Outcome.StageDone(JsonNodeFactory.instance.objectNode(), true, job.state().endBy());
      case STORE ->
          new Outcome.Finished(Fixtures.output(job), random.nextInt((int) job.heldCredits() + 1));
      case NONE -> throw new IllegalStateException("an ended job was claimed");
    };
  }

  private Outcome resolve(Job job) {
    if (random.nextInt(4) == 0) {
      return new Outcome.AnswerLost(now);
    }
    return job.state().counts().lostAnswers() == 0 && random.nextInt(3) == 0
        ? new Outcome.Resubmit()
        : new Outcome.Submitted(Fixtures.request(job.id()), now);
  }

  /** The book balances, and holds what was told, no more and no less. */
  public void check(Book book) {
    book.check();
    book.checkSubmits();
    assertEquals(versions.keySet(), Set.copyOf(book.jobs().stream().map(Book.OfJob::id).toList()));
    Map<String, Long> counted = new HashMap<>();
    for (Book.Entry entry : book.entries()) {
      if (entry.ref() != null) {
        counted.put(entry.user() + entry.ref(), entry.delta());
      }
    }
    assertEquals(granted, counted);
  }
}
