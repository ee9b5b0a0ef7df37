package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.credits.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a move writes, and what is read of it. */
public interface RecordContract extends JobMoves {

  @Test
  default void aMoveIsWrittenOnlyOnWhatWasRead() {
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
  default void completingChargesStoresTheFileAndClosesTheHoldTogether() {
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
  default void chargingMoreThanWasHeldIsRefusedAsABugAndWritesNothing() {
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
  default void failingGivesTheHoldBack() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN, 30, null, NOON));
    Job failed = fail(claim(1).getFirst());

    assertEquals(Phase.FAILED, failed.phase());
    assertEquals(new Account(100, 0), credits().account(ANN));
    assertEquals(1, credits().entries(ANN, 10, null).size());
  }

  @Test
  default void anEndedJobIsNeverClaimedNudgedSweptOrChanged() {
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
  default void everythingThatAMoveSetsIsReadBack() {
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

  @Test
  default void jobsAreListedNewestFirstInPagesAndByWhatIsAsked() {
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
  default void jobsOfEveryTypeStandInOneLineAndOneList() {
    grant(ANN, 100);
    List<String> mine = new ArrayList<>();
    for (String type : List.of("image", "video", "upscale", "image")) {
      mine.add(admit(Fixtures.job(ANN, type)).id());
    }

    assertEquals(mine.reversed(), ids(jobs().list(ANN, null, null, 9, null)));
    assertEquals(List.of(mine.get(1)), ids(jobs().list(ANN, null, "video", 9, null)));
    assertEquals(3, jobs().ahead(jobs().find(ANN, mine.get(3)).orElseThrow()));
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
  default void whatIsAskedForIsFoundBehindManyOthers() {
    grant(ANN, 1000);
    Job failed = fail(claimed(Fixtures.job(ANN)));
    for (int i = 0; i < 120; i++) {
      Fixtures.completed(jobs(), ANN);
    }
    assertEquals(List.of(failed.id()), ids(jobs().list(ANN, Phase.Status.FAILED, null, 2, null)));
  }

  @Test
  default void theStoryIsNumberedWithoutGaps() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job done = fail(submitting(claim(1).getFirst()));

    assertEquals(List.of("admitted", "submitting", "failed"), kinds(done));
    assertEquals(List.of(1, 2, 3), jobs().events(done.id()).stream().map(JobEvent::seq).toList());
  }

  @Test
  default void onlyTheFirstJobThatEndsWellIsAUsersFirstOfItsType() {
    Job failed = fail(claimed(Fixtures.job(ANN, 0, null, NOON)));
    Job first = Fixtures.completed(jobs(), ANN);
    Job second = Fixtures.completed(jobs(), ANN);
    Job another = Fixtures.completed(jobs(), BEN);

    assertFalse(standing(failed).first());
    assertTrue(standing(first).first());
    assertFalse(standing(second).first());
    assertTrue(standing(another).first());
  }
}
