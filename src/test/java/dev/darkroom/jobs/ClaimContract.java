package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.allAtOnce;
import static dev.darkroom.jobs.JobMoves.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose turn it is, and who holds a job for how long. */
public interface ClaimContract extends JobMoves {

  @Test
  default void aJobIsClaimedOnce() {
    grant(ANN, 100);
    Job job = admit(Fixtures.job(ANN));

    List<Job> first = claim(10);
    assertEquals(List.of(job.id()), ids(first));
    assertEquals(List.of(), claim(10));
  }

  @Test
  default void claimersAtTheSameTimeShareTheJobs() throws Exception {
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
  default void aJobThatIsNotDueIsLeftAlone() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = claim(1).getFirst();
    Instant due = NOON.plusSeconds(5);
    record(submitting(job), new Outcome.Submitted(Fixtures.request("r"), due));

    assertEquals(List.of(), claimAt(due.minusMillis(1), 10));
    assertEquals(1, claimAt(due, 10).size());
  }

  @Test
  default void noMoreJobsThanTheCapAreAtTheProvider() {
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

  /** Half of them see ten jobs that come first and are not due for the others: no job is shared. */
  @Test
  default void theCapHoldsForClaimersAtTheSameTime() throws Exception {
    grant(ANN, 100);
    for (int i = 0; i < 20; i++) {
      admit(Fixtures.job(ANN));
    }
    Instant later = NOON.plusMillis(500);
    claim(10).forEach(job -> record(job, new Outcome.Retry(new Cause("BUSY", "Busy."), later)));
    AtomicInteger claimers = new AtomicInteger();
    List<List<Job>> claims =
        allAtOnce(
            12,
            () -> {
              Instant now = claimers.getAndIncrement() % 2 == 0 ? NOON : later;
              return jobs().claim("w", now, now.plus(LEASE), 3, 5);
            });

    assertEquals(5, claims.stream().mapToInt(List::size).sum());
  }

  @Test
  default void aJobThatCannotBeStoredKeepsItsPlaceSoThatNoMoreIsPaidFor() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    admit(Fixtures.job(ANN));
    Job stored = delivered(claim(1).getFirst());
    record(stored, new Outcome.Retry(new Cause("FULL", "Full."), NOON.plusSeconds(60)));

    assertEquals(List.of(), jobs().claim("w", NOON, NOON.plus(LEASE), 10, 1));
    assertEquals(1, jobs().claim("w", NOON, NOON.plus(LEASE), 10, 2).size());
  }

  @Test
  default void turnsAreFairBetweenUsers() {
    grant(ANN, 100);
    grant(BEN, 100);
    for (int i = 0; i < 10; i++) {
      admit(Fixtures.job(ANN));
    }
    claim(3);
    Job ofBen = admit(Fixtures.job(BEN));

    assertEquals(0, jobs().ahead(ofBen));
    List<String> nextTwo = claim(2).stream().map(Job::id).toList();
    assertTrue(nextTwo.contains(ofBen.id()), "Ben waits at most for the turn that is going on");
  }

  /** As with five hundred jobs of a nightly run: whoever comes then hardly notices them. */
  @ParameterizedTest
  @ValueSource(ints = {0, 60})
  default void aNewcomerBeginsWithinTwoTurnsHoweverManyWait(int begunBefore) {
    grant(ANN, 1000);
    grant(BEN, 100);
    for (int i = 0; i < 500 + begunBefore; i++) {
      admit(Fixtures.unbounded(ANN));
    }
    claim(begunBefore).forEach(this::fail);
    int cap = 5;
    List<Job> underWay = new ArrayList<>(claimUpTo(cap));
    assertEquals(cap, underWay.size());
    List<String> ofBen = List.of(admit(Fixtures.job(BEN)).id(), admit(Fixtures.job(BEN)).id());

    List<String> begun = new ArrayList<>();
    for (int turn = 0; turn < 4; turn++) {
      fail(underWay.removeFirst());
      begun.addAll(ids(claimUpTo(cap)));
      assertEquals(turn + 1, begun.size(), "one place became free");
    }
    assertTrue(begun.subList(0, 2).stream().anyMatch(ofBen::contains), begun::toString);
    assertTrue(begun.containsAll(ofBen), "his second does not wait for hers, either");
    assertEquals(2, begun.stream().filter(id -> !ofBen.contains(id)).count(), "nor hers for ever");
  }

  private List<Job> claimUpTo(int inFlightMax) {
    return jobs().claim("w", NOON, NOON.plus(LEASE), inFlightMax, inFlightMax);
  }

  @Test
  default void aJobThatWasSentBackIntoTheLineDoesNotTurnTheRoundBack() {
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
    assertEquals(1, jobs().ahead(ofBen));
  }

  @Test
  default void aNewcomerEntersTheRoundThatIsBeingServed() {
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
    assertEquals(4, jobs().ahead(third));
  }

  @Test
  default void aNewcomerDoesNotOvertakeARoundWhoseLineIsEmptyForAMoment() {
    grant(ANN, 100);
    grant(BEN, 100);
    for (int i = 0; i < 5; i++) {
      admit(Fixtures.job(ANN));
    }
    claim(5);
    Job ofBen = admit(Fixtures.job(BEN));
    Job secondOfBen = admit(Fixtures.job(BEN));
    Job ofAnn = admit(Fixtures.job(ANN));

    assertEquals(0, jobs().ahead(ofBen));
    assertTrue(jobs().ahead(ofAnn) <= 2, "Ann, who is under way, comes with the second of Ben");
    assertEquals(1, jobs().ahead(secondOfBen));
  }

  @Test
  default void aLapsedLeaseIsFoundAndARenewedOneIsNot() {
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
  default void whoLostItsLeaseCanNeitherRenewNorRecord() {
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
  default void aWorkerCannotRenewAnothersLease() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = claim(1).getFirst();
    jobs().renew("other", List.of(job.id()), NOON.plus(Duration.ofDays(1)));

    assertEquals(1, lapsed(NOON.plus(LEASE)).size());
  }

  @Test
  default void theLeasesOfAWorkerThatIsGoneLapseAtOnce() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    claim(1);

    assertEquals(0, jobs().expireLeases("other", NOON));
    assertEquals(1, jobs().expireLeases("w", NOON));
    assertEquals(1, lapsed(NOON).size());
  }

  @Test
  default void aWaitingJobPastItsStartIsOverdue() {
    grant(ANN, 100);
    Job job = admit(Fixtures.job(ANN));

    assertEquals(List.of(), jobs().overdue(job.startBy().minusMillis(1), 10));
    assertEquals(List.of(job.id()), ids(jobs().overdue(job.startBy(), 10)));
  }

  @Test
  default void aNudgeMakesTheNextVisitComeAtOnceAlsoDuringAVisit() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = submitting(claim(1).getFirst());
    Instant later = NOON.plusSeconds(60);
    record(job, new Outcome.Submitted(Fixtures.request("r"), later));
    assertTrue(jobs().nudge(job.id(), NOON));
    Job visited = claim(1).getFirst();
    assertTrue(jobs().nudge(job.id(), NOON));
    record(visited, new Outcome.Running(null, List.of("of a model"), later));

    assertEquals(List.of(job.id()), ids(claim(1)));
  }

  @Test
  default void aNudgeDoesNotShortenTheGraceOfALostAnswer() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = submitting(claim(1).getFirst());
    assertTrue(jobs().nudge(job.id(), NOON));
    record(job, new Outcome.AnswerLost(NOON.plusSeconds(60)));
    assertTrue(jobs().nudge(job.id(), NOON));

    assertEquals(List.of(), claim(10));
    assertEquals(1, claimAt(NOON.plusSeconds(60), 10).size());
  }
}
