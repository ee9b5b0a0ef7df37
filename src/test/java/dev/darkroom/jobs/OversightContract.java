package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.jobs.OversightStore.Beside;
import dev.darkroom.jobs.OversightStore.Customer;
import dev.darkroom.jobs.OversightStore.Filter;
import dev.darkroom.jobs.OversightStore.Queue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of all users, and the door that they can close. */
public abstract class OversightContract {
  private static final String CID = "cid@example.org";
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final int MANY = 1000;

  @TempDir Path folder;
  private Rows rows;

  /** Those in this folder, new ones if there are none. */
  protected abstract Rows rows(Path folder);

  @BeforeEach
  void open() {
    rows = rows(folder);
    for (String user : List.of(ANN, BEN, CID)) {
      rows.credits().grant(user, 10_000, "test", "test", NOON);
    }
  }

  @AfterEach
  void close() {
    rows.book().check();
    rows.close();
  }

  private OversightStore store() {
    return rows.oversight();
  }

  private Job admit(NewJob job) {
    return assertInstanceOf(Admission.Admitted.class, rows.jobs().admit(job)).job();
  }

  private Job claimed(NewJob job) {
    admit(job);
    return rows.jobs().claim("w", NOON, NOON.plus(LEASE), 1, 40).getFirst();
  }

  private Job record(Job job, Outcome outcome) {
    return rows.jobs().record(Transitions.after(job, outcome, NOON), NOON).orElseThrow();
  }

  private Job failed(NewJob job, String code) {
    return record(claimed(job), new Outcome.Failed(new Cause(code, "No.")));
  }

  private List<String> ids(Filter filter) {
    Scan<Job> scan = store().jobs(filter, null, 100, MANY);
    assertNull(scan.next());
    return scan.items().stream().map(Job::id).toList();
  }

  private static List<String> ids(Job... jobs) {
    return List.of(jobs).stream().map(Job::id).toList();
  }

  private static Filter filter(
      @Nullable String user,
      Phase.@Nullable Status status,
      @Nullable Phase phase,
      @Nullable String type,
      @Nullable String error) {
    return new Filter(user, status, phase, type, error);
  }

  @Test
  void jobsOfAllUsersAreFoundByWhatIsAskedFor() {
    Job done = Fixtures.completed(rows.jobs(), BEN);
    Job late = failed(Fixtures.job(ANN, "video"), "TIMED_OUT");
    Job busy = failed(Fixtures.job(BEN, "image"), "BUSY");
    Job cancelled = record(claimed(Fixtures.job(ANN, "studio")), new Outcome.Cancelled());
    Job sending = claimed(Fixtures.job(CID, "image"));
    sending = record(sending, new Outcome.Submitting(NOON.plusSeconds(60)));
    Job troubled = claimed(Fixtures.job(CID, "video"));
    record(troubled, new Outcome.Retry(new Cause("BUSY", "Busy."), NOON.plusSeconds(9)));
    Job waiting = admit(Fixtures.job(ANN, "image"));

    assertEquals(ids(waiting, troubled, sending, cancelled, busy, late, done), ids(Filter.ANY));
    assertEquals(ids(waiting, cancelled, late), ids(filter(ANN, null, null, null, null)));
    assertEquals(
        ids(cancelled, busy, late), ids(filter(null, Phase.Status.FAILED, null, null, null)));
    assertEquals(ids(cancelled), ids(filter(null, null, Phase.CANCELLED, null, null)));
    assertEquals(ids(sending), ids(filter(null, null, Phase.SUBMITTING, null, null)));
    assertEquals(ids(waiting, sending, busy), ids(filter(null, null, null, "image", null)));
    assertEquals(ids(cancelled), ids(filter(null, null, null, "studio", null)));
    assertEquals(ids(troubled, busy), ids(filter(null, null, null, null, "BUSY")));
    assertEquals(ids(busy), ids(filter(BEN, Phase.Status.FAILED, Phase.FAILED, "image", "BUSY")));
    assertEquals(List.of(), ids(filter(ANN, Phase.Status.FAILED, null, "image", "BUSY")));
    assertEquals(List.of(), ids(filter(null, Phase.Status.PENDING, Phase.FAILED, null, null)));
    assertEquals(List.of(), ids(filter("nobody@example.org", null, null, null, null)));
    assertEquals(ids(done), ids(filter(null, Phase.Status.COMPLETED, null, "upscale", null)));
  }

  /** A page is bounded by what it looks at, and never ends a listing that has more. */
  @Test
  void whatIsRareIsFoundInTheEndThoughPagesAreShort() {
    List<String> rare = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      boolean isRare = i % 13 == 5;
      Job job = failed(Fixtures.job(ANN, isRare ? "studio" : "upscale"), "NO");
      if (isRare) {
        rare.addFirst(job.id());
      }
    }
    Filter studio = filter(null, null, null, "studio", null);
    List<String> found = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Scan<Job> page = store().jobs(studio, cursor, 2, 7);
      assertTrue(page.items().size() <= 2);
      page.items().forEach(job -> found.add(job.id()));
      cursor = page.next();
      pages++;
    } while (cursor != null && pages < 100);
    assertEquals(rare, found);
    assertTrue(pages >= 5, "each looks at few: " + pages);
    // What is asked for together is not looked at in vain.
    assertEquals(3, store().jobs(filter(null, null, null, null, "NO"), null, 3, 7).items().size());
  }

  @Test
  void noneIsMissedOrSeenTwiceWhileJobsComeIn() {
    List<String> users = List.of(ANN, BEN, CID);
    List<String> types = List.of("image", "video", "upscale", "studio");
    List<String> there = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      there.addFirst(admit(unbounded(users.get(i % 3), types.get(i % 4))).id());
    }
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      Scan<Job> page = store().jobs(Filter.ANY, cursor, 17, MANY);
      page.items().forEach(job -> seen.add(job.id()));
      cursor = page.next();
      admit(unbounded(ANN, "image"));
    } while (cursor != null);
    assertEquals(there, seen);
    assertEquals(there.size(), new TreeSet<>(seen).size());
  }

  private static NewJob unbounded(String user, String type) {
    NewJob job = Fixtures.job(user, type);
    return new NewJob(
        job.id(),
        job.draft(),
        job.createdAt(),
        job.startBy(),
        job.endBy(),
        10_000,
        job.idempotencyAge());
  }

  @Test
  void aJobIsFoundByItsIdAndByTheProvidersWhoeverHasIt() {
    Job done = Fixtures.completed(rows.jobs(), BEN);
    String request = Objects.requireNonNull(done.state().request()).requestId();
    assertEquals(Optional.of(done), store().find(done.id()));
    assertEquals(Optional.of(done), store().find(request));
    assertEquals(Optional.empty(), store().find("nothing"));
  }

  @Test
  void besideAJobStandItsLeaseItsHoldAndWhatItCost() {
    Job job = claimed(Fixtures.job(ANN, 7, null, NOON));
    Beside visited = store().beside(job.id());
    assertEquals("w", visited.leaseOwner());
    assertEquals(NOON.plus(LEASE), visited.leaseUntil());
    assertEquals(new OversightStore.Hold(7, "open", NOON, null), visited.hold());
    assertNull(visited.entry());

    Job delivered = record(job, new Outcome.Submitting(NOON.plusSeconds(60)));
    record(delivered, new Outcome.Submitted(Fixtures.request("r"), NOON));
    job = rows.jobs().claim("w", NOON, NOON.plus(LEASE), 1, 40).getFirst();
    job = record(job, new Outcome.StageDone(job.input(), true, job.state().endBy()));
    record(job, new Outcome.Finished(Fixtures.output(job), 5));
    Beside ended = store().beside(job.id());
    assertNull(ended.leaseOwner());
    assertNull(ended.leaseUntil());
    assertEquals(new OversightStore.Hold(7, "charged", NOON, NOON), ended.hold());
    assertEquals(-5, Objects.requireNonNull(ended.entry()).delta());
    assertEquals(new Beside(null, null, null, null), store().beside("nothing"));
  }

  @Test
  void theLineIsCountedWithItsOldest() {
    assertEquals(new Queue(0, null, 0), store().queue(10));
    Job back = claimed(Fixtures.job(ANN, 1, null, NOON));
    claimed(Fixtures.job(CID, 1, null, NOON.plusSeconds(1)), NOON.plusSeconds(1));
    admit(Fixtures.job(BEN, 1, null, NOON.plusSeconds(5)));
    admit(Fixtures.job(ANN, 1, null, NOON.plusSeconds(3)));
    assertEquals(new Queue(2, NOON.plusSeconds(3), 2), store().queue(10));
    // One that was sent back waits like the others.
    record(back, new Outcome.Retry(new Cause("BUSY", "Busy."), NOON.plusSeconds(60)));
    assertEquals(new Queue(3, NOON, 1), store().queue(10));
    assertEquals(2, store().queue(2).waiting());
  }

  private Job claimed(NewJob job, Instant now) {
    admit(job);
    return rows.jobs().claim("w", now, now.plus(LEASE), 1, 40).getFirst();
  }

  @Test
  void usersAreListedByTheirAddresses() {
    admit(Fixtures.job(BEN, 4, null, NOON));
    admit(Fixtures.job(BEN, 5, null, NOON));
    Customer ben = new Customer(BEN, new Account(10_000, 9), 2, NOON);
    assertEquals(Optional.of(ben), store().user(BEN));
    assertEquals(Optional.empty(), store().user("ben@example.or"));
    assertEquals(List.of(ANN, BEN, CID), names(store().users("", null, 10)));
    assertEquals(List.of(ANN, BEN), names(store().users("", null, 2)));
    assertEquals(List.of(CID), names(store().users("", BEN, 2)));
    assertEquals(List.of(), names(store().users("", CID, 2)));
    assertEquals(List.of(ben), store().users("be", null, 10));
    assertEquals(List.of(), names(store().users("be", BEN, 10)));
    assertEquals(List.of(BEN), names(store().users("be", ANN, 10)));
    assertEquals(List.of(), names(store().users("d", null, 10)));
    assertEquals(List.of(), names(store().users("%", null, 10)));
  }

  private static List<String> names(List<Customer> users) {
    return users.stream().map(Customer::user).toList();
  }

  private void close(@Nullable String words) {
    store().setIntake(new Intake(false, words, "op@example.org", NOON));
  }

  @Test
  void theDoorIsOpenUntilSomebodyClosesItAndOpensItAgain() {
    assertEquals(Intake.UNTOUCHED, store().intake());
    close("We move house.");
    Intake closed = new Intake(false, "We move house.", "op@example.org", NOON);
    assertEquals(closed, store().intake());
    Account before = rows.credits().account(ANN);
    assertEquals(
        new Admission.IntakePaused("We move house."), rows.jobs().admit(Fixtures.job(ANN)));
    assertEquals(before, rows.credits().account(ANN));
    assertEquals(List.of(), ids(Filter.ANY));

    close(null);
    assertEquals(new Admission.IntakePaused(null), rows.jobs().admit(Fixtures.job(ANN)));
    store().setIntake(new Intake(true, null, "op@example.org", NOON.plusSeconds(1)));
    admit(Fixtures.job(ANN));
  }

  @Test
  void whatWasTakenGoesOnAndIsAnsweredAsEver() {
    Draft.Idempotency key = new Draft.Idempotency("k", "body");
    Job taken = admit(Fixtures.job(ANN, 3, key, NOON));
    Draft draft = Fixtures.draft(BEN, 3, null);
    Draft equal =
        new Draft(
            BEN, "rembg", draft.input(), 3, draft.within(), draft.terms(), "the same picture");
    Job shared = admit(of(equal));
    close(null);

    assertEquals(
        new Admission.AlreadyThere(taken), rows.jobs().admit(Fixtures.job(ANN, 3, key, NOON)));
    Draft.Idempotency other = new Draft.Idempotency("k", "other");
    assertEquals(new Admission.KeyReused(), rows.jobs().admit(Fixtures.job(ANN, 3, other, NOON)));
    assertEquals(new Admission.Joined(shared), rows.jobs().admit(of(equal)));
    Draft.Idempotency fresh = new Draft.Idempotency("fresh", "body");
    assertEquals(
        new Admission.IntakePaused(null), rows.jobs().admit(Fixtures.job(ANN, 3, fresh, NOON)));
    // A key that was refused is not used up.
    store().setIntake(new Intake(true, null, "op@example.org", NOON));
    admit(Fixtures.job(ANN, 3, fresh, NOON));
    assertEquals(3, rows.jobs().claim("w", NOON, NOON.plus(LEASE), 10, 40).size());
  }

  private static NewJob of(Draft draft) {
    NewJob job = Fixtures.job(draft.user());
    return new NewJob(
        job.id(),
        draft,
        job.createdAt(),
        job.startBy(),
        job.endBy(),
        job.unfinishedMax(),
        job.idempotencyAge());
  }
}
