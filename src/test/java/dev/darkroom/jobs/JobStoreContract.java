package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.credits.Account;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.Entry;
import dev.darkroom.library.LibraryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every job store keeps to. A store is done when this passes. */
public abstract class JobStoreContract {
  private static final Duration LEASE = Duration.ofSeconds(30);

  protected abstract JobStore jobs();

  protected abstract CreditStore credits();

  protected abstract LibraryStore library();

  // --- admit

  @Test
  void anAdmittedJobIsStoredAndItsPriceIsHeld() {
    grant(ANN, 100);
    Job job = admit(Fixtures.job(ANN, 30, null, NOON));

    assertEquals(new Account(100, 30), credits().account(ANN));
    Job read = jobs().find(ANN, job.id()).orElseThrow();
    assertEquals(job, read);
    assertEquals(Phase.WAITING, read.phase());
    assertEquals("Note: draw a \"cat\" 🐈", read.input().get("words").asText());
    assertEquals(List.of("admitted"), kinds(job));
  }

  @Test
  void aJobThatIsNotCoveredLeavesNothingBehind() {
    grant(ANN, 10);
    NewJob dear = Fixtures.job(ANN, 11, null, NOON);

    assertEquals(new Admission.NotEnoughCredits(11, 10), jobs().admit(dear));

    assertTrue(jobs().find(ANN, dear.id()).isEmpty());
    assertEquals(new Account(10, 0), credits().account(ANN));
  }

  @Test
  void heldCreditsCannotBeSpentTwice() {
    grant(ANN, 10);
    admit(Fixtures.job(ANN, 6, null, NOON));

    assertEquals(
        new Admission.NotEnoughCredits(6, 4), jobs().admit(Fixtures.job(ANN, 6, null, NOON)));
  }

  @Test
  void ofManyAtOnceOnlyAsManyAreAdmittedAsAreCovered() throws Exception {
    grant(ANN, 10);
    List<Admission> answers = allAtOnce(30, () -> jobs().admit(Fixtures.job(ANN)));

    assertEquals(10, count(answers, Admission.Admitted.class));
    assertEquals(20, count(answers, Admission.NotEnoughCredits.class));
    assertEquals(new Account(10, 10), credits().account(ANN));
  }

  @Test
  void theSameKeyAndBodyGiveTheSameJob() throws Exception {
    grant(ANN, 100);
    Draft.Idempotency key = new Draft.Idempotency("k", "body");
    List<Admission> answers = allAtOnce(20, () -> jobs().admit(Fixtures.job(ANN, 1, key, NOON)));

    assertEquals(1, count(answers, Admission.Admitted.class));
    assertEquals(19, count(answers, Admission.AlreadyThere.class));
    assertEquals(new Account(100, 1), credits().account(ANN));
  }

  @Test
  void aKeyIsTheUsersOwnAndFitsOneBody() {
    grant(ANN, 100);
    grant(BEN, 100);
    admit(Fixtures.job(ANN, 1, new Draft.Idempotency("k", "body"), NOON));

    assertInstanceOf(
        Admission.KeyReused.class,
        jobs().admit(Fixtures.job(ANN, 1, new Draft.Idempotency("k", "other"), NOON)));
    admit(Fixtures.job(BEN, 1, new Draft.Idempotency("k", "other"), NOON));
  }

  @Test
  void whatAKeyWasUsedForCanBeRead() {
    grant(ANN, 100);
    Draft.Idempotency key = new Draft.Idempotency("k", "body");
    Instant before = NOON.minusMillis(1);
    assertEquals(Optional.empty(), jobs().earlier(ANN, key, before));
    Job job = admit(Fixtures.job(ANN, 1, key, NOON));

    assertEquals(Optional.of(new Admission.AlreadyThere(job)), jobs().earlier(ANN, key, before));
    assertEquals(
        Optional.of(new Admission.KeyReused()),
        jobs().earlier(ANN, new Draft.Idempotency("k", "other"), before));
    assertEquals(Optional.empty(), jobs().earlier(BEN, key, before));
    assertEquals(Optional.empty(), jobs().earlier(ANN, key, NOON));
  }

  @Test
  void aKeyCountsForADay() {
    grant(ANN, 100);
    Draft.Idempotency key = new Draft.Idempotency("k", "body");
    admit(Fixtures.job(ANN, 1, key, NOON));
    Instant almost = NOON.plus(Duration.ofHours(24)).minusMillis(1);

    assertInstanceOf(Admission.AlreadyThere.class, jobs().admit(Fixtures.job(ANN, 1, key, almost)));
    admit(Fixtures.job(ANN, 1, key, NOON.plus(Duration.ofHours(24))));
  }

  @Test
  void unfinishedJobsOfAUserAreBounded() {
    grant(ANN, 100);
    grant(BEN, 100);
    for (int i = 0; i < 20; i++) {
      admit(Fixtures.job(ANN));
    }
    assertEquals(new Admission.TooManyUnfinished(20), jobs().admit(Fixtures.job(ANN)));
    admit(Fixtures.job(BEN));

    fail(claim(1).getFirst());
    admit(Fixtures.job(ANN));
  }

  // --- claim

  @Test
  void aJobIsClaimedOnce() {
    grant(ANN, 100);
    Job job = admit(Fixtures.job(ANN));

    List<Job> first = claim(10);
    assertEquals(List.of(job.id()), ids(first));
    assertEquals(List.of(), claim(10));
  }

  @Test
  void claimersAtTheSameTimeShareTheJobs() throws Exception {
    grant(ANN, 100);
    for (int i = 0; i < 20; i++) {
      admit(Fixtures.job(ANN));
    }
    List<List<Job>> claims = allAtOnce(10, () -> claim(3));

    List<String> all = claims.stream().flatMap(c -> ids(c).stream()).toList();
    assertEquals(20, all.size());
    assertEquals(20, Set.copyOf(all).size());
  }

  @Test
  void aJobThatIsNotDueIsLeftAlone() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = claim(1).getFirst();
    Instant due = NOON.plusSeconds(5);
    record(submitting(job), new Outcome.Submitted(Fixtures.request("r"), due));

    assertEquals(List.of(), claimAt(due.minusMillis(1), 10));
    assertEquals(1, claimAt(due, 10).size());
  }

  @Test
  void noMoreJobsThanTheCapAreAtTheProvider() {
    grant(ANN, 100);
    for (int i = 0; i < 5; i++) {
      admit(Fixtures.job(ANN));
    }
    List<Job> first = jobs().claim("w", NOON, NOON.plus(LEASE), 10, 2);
    assertEquals(2, first.size());
    assertEquals(List.of(), jobs().claim("w", NOON, NOON.plus(LEASE), 10, 2));

    fail(first.getFirst());
    assertEquals(1, jobs().claim("w", NOON, NOON.plus(LEASE), 10, 2).size());
  }

  @Test
  void theCapHoldsForClaimersAtTheSameTime() throws Exception {
    grant(ANN, 100);
    for (int i = 0; i < 20; i++) {
      admit(Fixtures.job(ANN));
    }
    List<List<Job>> claims = allAtOnce(12, () -> jobs().claim("w", NOON, NOON.plus(LEASE), 2, 5));

    assertEquals(5, claims.stream().mapToInt(List::size).sum());
  }

  @Test
  void aJobThatCannotBeStoredKeepsItsPlaceSoThatNoMoreIsPaidFor() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    admit(Fixtures.job(ANN));
    Job stored = delivered(claim(1).getFirst());
    record(stored, new Outcome.Retry(new Cause("FULL", "Full."), NOON.plusSeconds(60)));

    assertEquals(List.of(), jobs().claim("w", NOON, NOON.plus(LEASE), 10, 1));
    assertEquals(1, jobs().claim("w", NOON, NOON.plus(LEASE), 10, 2).size());
  }

  @Test
  void turnsAreFairBetweenUsers() {
    grant(ANN, 100);
    grant(BEN, 100);
    for (int i = 0; i < 10; i++) {
      admit(Fixtures.job(ANN));
    }
    claim(3);
    Job ofBen = admit(Fixtures.job(BEN));

    assertEquals(0, jobs().ahead(ofBen, 100));
    List<String> nextTwo = claim(2).stream().map(Job::id).toList();
    assertTrue(nextTwo.contains(ofBen.id()), "Ben waits at most for the turn that is going on");
  }

  @Test
  void aJobThatWasSentBackIntoTheLineDoesNotTurnTheRoundBack() {
    grant(ANN, 100);
    grant(BEN, 100);
    Job sentBack = admit(Fixtures.job(ANN));
    for (int i = 0; i < 9; i++) {
      admit(Fixtures.job(ANN));
    }
    List<Job> claimed = claim(5);
    Job first =
        claimed.stream().filter(job -> job.id().equals(sentBack.id())).findAny().orElseThrow();
    record(first, new Outcome.Retry(new Cause("BUSY", "Busy."), NOON.plusSeconds(60)));
    Job ofBen = admit(Fixtures.job(BEN));

    // Before Ben's: the one sent back. Ann's others come a round later than those under way.
    assertEquals(1, jobs().ahead(ofBen, 100));
  }

  @Test
  void aNewcomerEntersTheRoundThatIsBeingServed() {
    grant(ANN, 100);
    grant(BEN, 100);
    for (int i = 0; i < 10; i++) {
      admit(Fixtures.job(ANN));
    }
    claim(5);
    admit(Fixtures.job(BEN));
    admit(Fixtures.job(BEN));
    Job third = admit(Fixtures.job(BEN));

    // Two of his own, and two of Ann's that waited for the same rounds.
    assertEquals(4, jobs().ahead(third, 100));
  }

  @Test
  void aNewcomerDoesNotOvertakeARoundWhoseLineIsEmptyForAMoment() {
    grant(ANN, 100);
    grant(BEN, 100);
    for (int i = 0; i < 5; i++) {
      admit(Fixtures.job(ANN));
    }
    claim(5);
    Job ofBen = admit(Fixtures.job(BEN));
    Job secondOfBen = admit(Fixtures.job(BEN));
    Job ofAnn = admit(Fixtures.job(ANN));

    assertEquals(0, jobs().ahead(ofBen, 100));
    assertTrue(
        jobs().ahead(ofAnn, 100) <= 2, "Ann, who is under way, comes with the second of Ben");
    assertEquals(1, jobs().ahead(secondOfBen, 100));
  }

  // --- record

  @Test
  void aMoveIsWrittenOnlyOnWhatWasRead() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job stale = claim(1).getFirst();
    Job fresh = submitting(stale);

    assertEquals(
        Optional.empty(),
        jobs().record(Transitions.after(stale, new Outcome.Failed(Cause.INTERNAL), NOON), NOON));
    assertEquals(Phase.SUBMITTING, jobs().find(ANN, fresh.id()).orElseThrow().phase());
    assertEquals(new Account(100, 1), credits().account(ANN));
  }

  @Test
  void completingChargesStoresTheFileAndClosesTheHoldTogether() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN, 30, null, NOON));
    Job stored = delivered(claim(1).getFirst());
    Job done = record(stored, new Outcome.Finished(Fixtures.output(stored), 20)).orElseThrow();

    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(20L, done.state().chargedCredits());
    assertEquals(new Account(80, 0), credits().account(ANN));
    Entry charge = credits().entries(ANN, 10, null).getFirst();
    assertEquals(-20, charge.delta());
    assertEquals(done.id(), charge.jobId());
    assertEquals(80, charge.balance());
    assertEquals(
        Fixtures.output(stored).items().getFirst(),
        library().find(ANN, Fixtures.output(stored).key()).orElseThrow());
  }

  @Test
  void chargingMoreThanWasHeldIsRefusedAsABugAndWritesNothing() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN, 5, null, NOON));
    Job stored = delivered(claim(1).getFirst());
    boolean refused = false;
    try {
      record(stored, new Outcome.Finished(Fixtures.output(stored), 6));
    } catch (IllegalStateException | StoreException e) {
      refused = true;
    }
    assertTrue(refused);
    assertEquals(Phase.STORING, jobs().find(ANN, stored.id()).orElseThrow().phase());
    assertEquals(new Account(100, 5), credits().account(ANN));
  }

  @Test
  void failingGivesTheHoldBack() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN, 30, null, NOON));
    Job failed = fail(claim(1).getFirst());

    assertEquals(Phase.FAILED, failed.phase());
    assertEquals(new Account(100, 0), credits().account(ANN));
    assertEquals(1, credits().entries(ANN, 10, null).size());
  }

  @Test
  void anEndedJobIsNeverClaimedNudgedSweptOrChanged() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job held = claim(1).getFirst();
    Job failed = fail(held);
    Instant later = NOON.plus(Duration.ofDays(1));

    assertEquals(List.of(), claimAt(later, 10));
    assertFalse(jobs().nudge(failed.id(), later));
    assertEquals(List.of(), lapsed(later));
    assertEquals(List.of(), jobs().overdue(later, 10));
    Move late = Transitions.after(held, new Outcome.Failed(Cause.INTERNAL), later);
    assertEquals(Optional.empty(), jobs().record(late, later));
  }

  @Test
  void everythingThatAMoveSetsIsReadBack() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = submitting(claim(1).getFirst());
    record(job, new Outcome.Submitted(Fixtures.request("r-1"), NOON));
    Job polled = claim(1).getFirst();
    record(polled, new Outcome.InQueue(7, NOON));
    Job queued = claim(1).getFirst();

    assertEquals(7, queued.state().queuePosition());
    assertEquals(Fixtures.request("r-1"), queued.state().request());
    assertEquals(1, queued.state().counts().submits());
    assertEquals(queued, jobs().find(ANN, "r-1").orElseThrow());
    assertTrue(jobs().find(BEN, "r-1").isEmpty());

    record(queued, new Outcome.Retry(new Cause("BUSY", "Busy."), NOON));
    Job retried = claim(1).getFirst();
    assertEquals(new Cause("BUSY", "Busy."), retried.state().cause());
    assertEquals(1, retried.state().counts().tries());
  }

  // --- leases, sweep, nudge

  @Test
  void aLapsedLeaseIsFoundAndARenewedOneIsNot() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = claim(1).getFirst();
    Instant lapse = NOON.plus(LEASE);

    assertEquals(List.of(), lapsed(lapse.minusMillis(1)));
    jobs().renew("w", List.of(job.id()), lapse.plusMillis(1));
    assertEquals(List.of(), lapsed(lapse));
    assertEquals(List.of(job.id()), ids(lapsed(lapse.plusMillis(1))));
  }

  @Test
  void whoLostItsLeaseCanNeitherRenewNorRecord() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job old = claim(1).getFirst();
    Instant lapse = NOON.plus(LEASE);
    Job taken = jobs().claimLapsed("sweeper", lapse, lapse.plus(LEASE), 10).getFirst();
    jobs().renew("w", List.of(old.id()), lapse.plus(Duration.ofDays(1)));

    assertEquals(
        Optional.empty(),
        jobs().record(Transitions.after(old, new Outcome.Failed(Cause.INTERNAL), lapse), lapse));
    assertEquals(List.of(old.id()), ids(lapsed(lapse.plus(LEASE))));
    assertTrue(taken.version() > old.version());
  }

  @Test
  void aWorkerCannotRenewAnothersLease() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = claim(1).getFirst();
    jobs().renew("other", List.of(job.id()), NOON.plus(Duration.ofDays(1)));

    assertEquals(1, lapsed(NOON.plus(LEASE)).size());
  }

  @Test
  void theLeasesOfAWorkerThatIsGoneLapseAtOnce() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    claim(1);

    assertEquals(0, jobs().expireLeases("other", NOON));
    assertEquals(1, jobs().expireLeases("w", NOON));
    assertEquals(1, lapsed(NOON).size());
  }

  @Test
  void aWaitingJobPastItsStartIsOverdue() {
    grant(ANN, 100);
    Job job = admit(Fixtures.job(ANN));

    assertEquals(List.of(), jobs().overdue(job.startBy().minusMillis(1), 10));
    assertEquals(List.of(job.id()), ids(jobs().overdue(job.startBy(), 10)));
  }

  @Test
  void aNudgeMakesTheNextVisitComeAtOnceAlsoDuringAVisit() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = submitting(claim(1).getFirst());
    Instant later = NOON.plusSeconds(60);
    record(job, new Outcome.Submitted(Fixtures.request("r"), later));
    assertTrue(jobs().nudge(job.id(), NOON));
    Job visited = claim(1).getFirst();
    assertTrue(jobs().nudge(job.id(), NOON));
    record(visited, new Outcome.Running(null, later));

    assertEquals(List.of(job.id()), ids(claim(1)));
  }

  @Test
  void aNudgeDoesNotShortenTheGraceOfALostAnswer() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = submitting(claim(1).getFirst());
    assertTrue(jobs().nudge(job.id(), NOON));
    record(job, new Outcome.AnswerLost(NOON.plusSeconds(60)));
    assertTrue(jobs().nudge(job.id(), NOON));

    assertEquals(List.of(), claim(10));
    assertEquals(1, claimAt(NOON.plusSeconds(60), 10).size());
  }

  // --- read

  @Test
  void jobsAreListedNewestFirstInPagesAndByWhatIsAsked() {
    grant(ANN, 100);
    grant(BEN, 100);
    List<String> mine = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      mine.addFirst(admit(Fixtures.job(ANN)).id());
    }
    admit(Fixtures.job(BEN));
    List<Job> page = jobs().list(ANN, null, null, 2, null);

    assertEquals(mine.subList(0, 2), ids(page));
    assertEquals(mine.subList(2, 5), ids(jobs().list(ANN, null, null, 9, page.get(1).id())));
    fail(claim(1).getFirst());
    assertEquals(1, jobs().list(ANN, Phase.Status.FAILED, null, 9, null).size());
    assertEquals(4, jobs().list(ANN, Phase.Status.PENDING, "upscale", 9, null).size());
    assertEquals(List.of(), jobs().list(ANN, null, "studio", 9, null));
  }

  @Test
  void jobsOfEveryTypeStandInOneLineAndOneList() {
    grant(ANN, 100);
    List<String> mine = new ArrayList<>();
    for (String type : List.of("image", "video", "upscale", "image")) {
      mine.add(admit(Fixtures.job(ANN, type)).id());
    }

    assertEquals(mine.reversed(), ids(jobs().list(ANN, null, null, 9, null)));
    assertEquals(List.of(mine.get(1)), ids(jobs().list(ANN, null, "video", 9, null)));
    assertEquals(3, jobs().ahead(jobs().find(ANN, mine.get(3)).orElseThrow(), 9));
    List<Job> first = claim(3);
    assertEquals(Set.copyOf(mine.subList(0, 3)), Set.copyOf(ids(first)));
    assertEquals(
        Set.of("image", "video", "upscale"), Set.copyOf(first.stream().map(Job::type).toList()));
    Job last = claim(3).getFirst();
    assertEquals(mine.get(3), last.id());
    assertTrue(jobs().nudge(mine.get(1), NOON));
    assertEquals(4, lapsed(NOON.plus(LEASE)).size());
  }

  @Test
  void whatIsAskedForIsFoundBehindManyOthers() {
    grant(ANN, 1000);
    Job failed = fail(claimed(Fixtures.job(ANN)));
    for (int i = 0; i < 120; i++) {
      Fixtures.completed(jobs(), ANN);
    }
    assertEquals(List.of(failed.id()), ids(jobs().list(ANN, Phase.Status.FAILED, null, 2, null)));
  }

  @Test
  void theStoryIsNumberedWithoutGaps() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job done = fail(submitting(claim(1).getFirst()));

    assertEquals(List.of("admitted", "submitting", "failed"), kinds(done));
    assertEquals(List.of(1, 2, 3), jobs().events(done.id()).stream().map(JobEvent::seq).toList());
  }

  // --- shorthand

  @Test
  void anEqualRequestIsJoinedUntilItsJobHasEnded() {
    grant(ANN, 100);
    Job first = admit(equalTo("the same"));

    assertEquals(new Admission.Joined(first), jobs().admit(equalTo("the same")));
    assertInstanceOf(Admission.Admitted.class, jobs().admit(equalTo("another")));
    assertInstanceOf(Admission.Admitted.class, jobs().admit(equalTo(null)));
    assertEquals(new Account(100, 30), credits().account(ANN));

    Job failed = fail(claim(1).getFirst());
    assertEquals(first.id(), failed.id());
    assertInstanceOf(Admission.Admitted.class, jobs().admit(equalTo("the same")));
  }

  @Test
  void anEqualRequestIsJoinedJustAfterItsJobHasEndedWellIfTheFileIsThere() {
    grant(ANN, 100);
    admit(equalTo("the same"));
    Job stored = delivered(claim(1).getFirst());
    Job done = record(stored, new Outcome.Finished(Fixtures.output(stored), 10)).orElseThrow();

    assertEquals(new Admission.Joined(done), jobs().admit(equalTo("the same")));
    library().remove(ANN, Fixtures.output(stored).key());
    assertInstanceOf(Admission.Admitted.class, jobs().admit(equalTo("the same")));
  }

  private static NewJob equalTo(@Nullable String fingerprint) {
    NewJob job = Fixtures.job(ANN, 10, null, NOON);
    Draft draft = job.draft();
    return new NewJob(
        job.id(),
        new Draft(
            ANN, draft.type(), draft.input(), draft.credits(), draft.within(), null, fingerprint),
        job.createdAt(),
        job.startBy(),
        job.endBy(),
        job.unfinishedMax(),
        job.idempotencyAge());
  }

  @Test
  void onlyTheFirstJobThatEndsWellIsAUsersFirstOfItsType() {
    Job failed = fail(claimed(Fixtures.job(ANN, 0, null, NOON)));
    Job first = Fixtures.completed(jobs(), ANN);
    Job second = Fixtures.completed(jobs(), ANN);
    Job another = Fixtures.completed(jobs(), BEN);

    assertFalse(jobs().isFirst(failed));
    assertTrue(jobs().isFirst(first));
    assertFalse(jobs().isFirst(second));
    assertTrue(jobs().isFirst(another));
  }

  private void grant(String user, long credits) {
    credits().grant(user, credits, "test", "grant-" + user, NOON);
  }

  private Job admit(NewJob job) {
    return assertInstanceOf(Admission.Admitted.class, jobs().admit(job)).job();
  }

  private Job claimed(NewJob job) {
    admit(job);
    return claim(1).getFirst();
  }

  private List<Job> lapsed(Instant now) {
    return jobs().claimLapsed("sweeper", now, now.plus(LEASE), 10);
  }

  private List<Job> claim(int limit) {
    return claimAt(NOON, limit);
  }

  private List<Job> claimAt(Instant now, int limit) {
    return jobs().claim("w", now, now.plus(LEASE), limit, 40);
  }

  private Optional<Job> record(Job job, Outcome outcome) {
    return jobs().record(Transitions.after(job, outcome, NOON), NOON);
  }

  private Job submitting(Job claimed) {
    return record(claimed, new Outcome.Submitting(NOON.plusSeconds(60))).orElseThrow();
  }

  private Job delivered(Job claimed) {
    record(submitting(claimed), new Outcome.Submitted(Fixtures.request(claimed.id()), NOON));
    Job polled = claim(1).getFirst();
    return record(
            polled,
            new Outcome.StageDone(
                JsonNodeFactory.instance.objectNode(), true, polled.state().endBy()))
        .orElseThrow();
  }

  private Job fail(Job claimed) {
    return record(claimed, new Outcome.Failed(new Cause("NO", "No."))).orElseThrow();
  }

  private List<String> kinds(Job job) {
    return jobs().events(job.id()).stream().map(JobEvent::kind).toList();
  }

  private static List<String> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  private static long count(List<Admission> answers, Class<?> kind) {
    return answers.stream().filter(kind::isInstance).count();
  }

  private static <T> List<T> allAtOnce(int times, Callable<T> call) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        futures.add(threads.submit(call));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> future : futures) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
