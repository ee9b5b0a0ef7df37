package dev.darkroom.notify;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.Fixtures.told;
import static dev.darkroom.jobs.JobMoves.allAtOnce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobMoves;
import dev.darkroom.jobs.Listener;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.notify.NotifyStore.Rotation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store must keep of webhooks that go out. */
public interface NotifyContract extends JobMoves {
  Listener ALL = new Listener("https://all.example/hook?key=1", Listener.KINDS);
  Listener ENDS = new Listener("https://Ends.example/hook", Listener.ENDS);

  NotifyStore webhooks();

  /** Makes the row of a hook one that cannot be read, as a hand or another server may leave it. */
  void spoil(String jobId);

  private List<Hook> due(Instant now) {
    return webhooks().due(now, Set.of(), Set.of(), 100);
  }

  private List<String> dueIds(Instant now) {
    return due(now).stream().map(Hook::jobId).toList();
  }

  private Hook held(Hook read) {
    return webhooks().claim(read, "w", NOON, NOON.plus(LEASE)).orElseThrow();
  }

  private static Attempt attempt(int n) {
    return new Attempt(NOON.plusSeconds(n), 1, "admitted", n, "500", n);
  }

  @Test
  default void aHookIsMadeWithItsJobAndIsItsUsersOwn() {
    Job job = admit(told(ANN, ALL, NOON));
    assertEquals(
        Optional.of(new Hook(job.id(), ANN, ALL, 0, 1, 0, NOON, Hook.State.OPEN, 0)),
        webhooks().find(ANN, job.id()));
    assertEquals(Optional.of(ALL), jobs().listener(job.id()));
    assertEquals(Optional.empty(), webhooks().find(BEN, job.id()));

    Job untold = admit(told(ANN, null, NOON));
    assertEquals(Optional.empty(), webhooks().find(ANN, untold.id()));
    assertEquals(Optional.empty(), jobs().listener(untold.id()));
  }

  @Test
  default void aHookIsDueOnceAnEventThatItWantsIsWritten() {
    Job job = claimed(told(ANN, ENDS, NOON));
    job = submitting(job);
    assertEquals(List.of(), due(NOON));
    fail(job);
    Hook due = due(NOON).getFirst();
    assertEquals(3, due.wanted());
    assertEquals(0, due.told());
    assertEquals(List.of(), dueIds(NOON.minusMillis(1)));
  }

  @Test
  default void aJobIsNotForgottenBeforeItsEndIsTold() {
    Instant late = NOON.plus(Duration.ofDays(1_000));
    Job first = fail(claimed(told(ANN, ENDS, NOON)));
    Job second = fail(claimed(told(ANN, ENDS, NOON)));
    Job gone = fail(claimed(told(ANN, ENDS, NOON)));
    giveUp(gone);
    fail(claimed(told(ANN, null, NOON)));

    assertEquals(1, jobs().prune(late, 1), "those that wait do not hide the others");
    assertEquals(1, jobs().prune(late, 10));
    Hook told = held(hook(first));
    webhooks().record(told.toldOf(told.wanted(), NOON), attempt(1));
    assertEquals(1, jobs().prune(late, 10));
    assertEquals(List.of(second.id()), dueIds(NOON));
    assertTrue(jobs().get(second.id()).isPresent());
  }

  private Hook hook(Job job) {
    return webhooks().find(ANN, job.id()).orElseThrow();
  }

  private void giveUp(Job job) {
    assertTrue(webhooks().record(held(hook(job)).ended(Hook.State.GIVEN_UP, NOON), null));
  }

  @Test
  default void aHookThatIsHeldIsTakenByNobodyElseUntilItsLeaseLapses() throws Exception {
    Job job = admit(told(ANN, ALL, NOON));
    Hook read = due(NOON).getFirst();
    List<Optional<Hook>> claims =
        allAtOnce(8, () -> webhooks().claim(read, "w", NOON, NOON.plus(LEASE)));
    assertEquals(1, claims.stream().filter(Optional::isPresent).count());
    assertEquals(List.of(), due(NOON.plusSeconds(29)));
    Hook lapsed = due(NOON.plus(LEASE)).getFirst();
    assertEquals(job.id(), lapsed.jobId());
    Instant later = NOON.plus(LEASE);
    assertTrue(webhooks().claim(lapsed, "v", later, later.plus(LEASE)).isPresent());

    // Whoever was taken for dead comes too late.
    Hook late = claims.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    assertFalse(webhooks().record(late.toldOf(1, later), attempt(1)));
    assertEquals(List.of(), webhooks().attempts(job.id()));
  }

  @Test
  default void whatIsRecordedIsKeptAndTheHookIsLetGo() {
    Job job = admit(told(ANN, ALL, NOON));
    Instant later = NOON.plusSeconds(5);
    assertTrue(webhooks().record(held(due(NOON).getFirst()).later(later), attempt(1)));
    assertEquals(List.of(), due(NOON.plusMillis(4_999)));
    Hook again = due(later).getFirst();
    assertEquals(1, again.tries());
    Hook held = webhooks().claim(again, "w", later, later.plus(LEASE)).orElseThrow();
    assertTrue(webhooks().record(held.toldOf(1, later), attempt(2)));
    assertEquals(List.of(), due(later.plusSeconds(9)));
    assertEquals(List.of(attempt(2), attempt(1)), webhooks().attempts(job.id()));
    assertEquals(1, webhooks().find(ANN, job.id()).orElseThrow().told());
    assertEquals(0, webhooks().find(ANN, job.id()).orElseThrow().tries());
  }

  @Test
  default void anEventThatComesWhileTheHookIsHeldIsNotLost() {
    Job job = claimed(told(ANN, ALL, NOON));
    Hook held = held(due(NOON).getFirst());
    fail(job);
    assertTrue(webhooks().record(held.toldOf(1, NOON), attempt(1)));
    Hook next = due(NOON).getFirst();
    assertEquals(1, next.told());
    assertEquals(2, next.wanted());
  }

  @Test
  default void whatHasEndedIsNotDueUntilItIsRestarted() {
    for (Hook.State state : List.of(Hook.State.GONE, Hook.State.GIVEN_UP)) {
      Job job = claimed(told(ANN, ALL, NOON));
      webhooks().record(held(due(NOON).getFirst()).ended(state, NOON), attempt(1));
      fail(job);
      assertEquals(List.of(), due(NOON.plusSeconds(99)));
      assertEquals(state, webhooks().find(ANN, job.id()).orElseThrow().state());

      assertTrue(webhooks().restart(job.id(), 1, NOON.plusSeconds(1)));
      assertEquals(List.of(), due(NOON));
      Hook due = due(NOON.plusSeconds(1)).getFirst();
      assertEquals(Hook.State.OPEN, due.state());
      assertEquals(1, due.told());
      assertEquals(0, due.tries());
      webhooks().record(held(due).toldOf(2, NOON), null);
    }
    assertFalse(webhooks().restart("nobody", 0, NOON));
  }

  @Test
  default void aRestartTakesTheHookFromWhoeverHoldsIt() {
    Job job = admit(told(ANN, ALL, NOON));
    Hook held = held(due(NOON).getFirst());
    webhooks().restart(job.id(), 0, NOON);
    assertEquals(1, due(NOON).size());
    assertFalse(webhooks().record(held.toldOf(1, NOON), attempt(1)));
  }

  @Test
  default void theLongestDueComesFirstAndTheBusyAreLeftOut() {
    Job second = admit(told(ANN, ALL, NOON.plusSeconds(1)));
    Job first = admit(told(BEN, new Listener("http://ben.example/", Listener.KINDS), NOON));
    Instant now = NOON.plusSeconds(1);
    assertEquals(List.of(first.id(), second.id()), dueIds(now));
    assertEquals(1, webhooks().due(now, Set.of(), Set.of(), 1).size());
    assertEquals(
        first.id(), webhooks().due(now, Set.of("all.example"), Set.of(), 9).getFirst().jobId());
    assertEquals(second.id(), webhooks().due(now, Set.of(), Set.of(BEN), 9).getFirst().jobId());
    assertEquals(List.of(), webhooks().due(now, Set.of("all.example", "x"), Set.of(BEN, "y"), 9));
  }

  @Test
  default void aHookThatCannotBeReadKeepsNoOtherFromBeingTold() {
    Job spoilt = admit(told(ANN, ALL, NOON));
    Job whole = admit(told(BEN, ALL, NOON.plusMillis(1)));
    spoil(spoilt.id());
    Hook due = due(NOON.plusMillis(1)).getFirst();
    assertEquals(List.of(whole.id()), dueIds(NOON.plusMillis(1)));
    assertTrue(webhooks().record(held(due).toldOf(1, NOON), attempt(1)));
    assertEquals(List.of(), due(NOON.plus(LEASE)));
  }

  @Test
  default void theLastAttemptsAreKept() {
    Job job = admit(told(ANN, ALL, NOON));
    for (int n = 1; n <= NotifyStore.ATTEMPTS_KEPT + 3; n++) {
      Hook hook = webhooks().find(ANN, job.id()).orElseThrow();
      assertTrue(webhooks().record(held(hook).later(NOON), attempt(n)));
    }
    List<Attempt> kept = webhooks().attempts(job.id());
    assertEquals(NotifyStore.ATTEMPTS_KEPT, kept.size());
    assertEquals(attempt(NotifyStore.ATTEMPTS_KEPT + 3), kept.getFirst());
    assertEquals(attempt(4), kept.getLast());
  }

  @Test
  default void leasesOfAWorkerThatIsGoneLapseAtOnce() {
    admit(told(ANN, ALL, NOON));
    admit(told(ANN, ALL, NOON));
    List<Hook> due = due(NOON);
    held(due.getFirst());
    assertTrue(webhooks().claim(due.getLast(), "other", NOON, NOON.plus(LEASE)).isPresent());
    assertEquals(1, webhooks().expireLeases("w", NOON));
    assertEquals(List.of(due.getFirst().jobId()), dueIds(NOON));
  }

  @Test
  default void aForgottenJobTakesItsHookWithIt() {
    Job job = claimed(told(ANN, ALL, NOON));
    webhooks().record(held(due(NOON).getFirst()).later(NOON), attempt(1));
    fail(job);
    giveUp(job);
    assertEquals(1, jobs().prune(NOON.plus(Duration.ofDays(30)), 10));
    assertEquals(List.of(), due(NOON.plus(Duration.ofDays(30))));
    assertEquals(Optional.empty(), webhooks().find(ANN, job.id()));
    assertEquals(List.of(), webhooks().attempts(job.id()));
  }

  /** Otherwise somebody would wait in vain, or be told of a job that is not theirs to hear of. */
  @Test
  default void anEqualJobIsJoinedOnlyIfTheSameAreTold() {
    Job first = admit(told(ANN, ALL, NOON, "fp"));
    Admission silent = jobs().admit(told(ANN, null, NOON, "fp"));
    assertEquals(first.id(), assertInstanceOf(Admission.Joined.class, silent).job().id());
    Admission same = jobs().admit(told(ANN, ALL, NOON, "fp"));
    assertEquals(first.id(), assertInstanceOf(Admission.Joined.class, same).job().id());
    Listener fewer = new Listener(ALL.url(), Listener.ENDS);
    for (Listener other : List.of(ENDS, fewer)) {
      Job own = admit(told(ANN, other, NOON, "fp"));
      assertEquals(Optional.of(other), jobs().listener(own.id()));
    }
  }

  @Test
  default void changesOfASecretAreKeptAsLongAsTheyCount() {
    assertEquals(List.of(), webhooks().rotations(ANN));
    for (int n = 1; n <= 3; n++) {
      Instant at = NOON.plusSeconds(n);
      assertTrue(webhooks().rotate(ANN, new Rotation(n, at), NOON, 3));
      // A repetition, or somebody else who did the same.
      assertTrue(webhooks().rotate(ANN, new Rotation(n, at), NOON, 3));
    }
    assertFalse(webhooks().rotate(ANN, new Rotation(4, NOON.plusSeconds(4)), NOON, 3));
    assertEquals(
        List.of(
            new Rotation(3, NOON.plusSeconds(3)),
            new Rotation(2, NOON.plusSeconds(2)),
            new Rotation(1, NOON.plusSeconds(1))),
        webhooks().rotations(ANN));
    assertEquals(List.of(), webhooks().rotations(BEN));

    Instant since = NOON.plusSeconds(2);
    Rotation fourth = new Rotation(4, NOON.plusSeconds(4));
    assertTrue(webhooks().rotate(ANN, fourth, since, 4));
    assertEquals(List.of(4, 3, 2), webhooks().rotations(ANN).stream().map(Rotation::n).toList());
    assertTrue(webhooks().rotate(ANN, new Rotation(5, NOON.plusSeconds(9)), fourth.at(), 3));
    assertEquals(List.of(5, 4), webhooks().rotations(ANN).stream().map(Rotation::n).toList());
  }

  @Test
  default void hooksOfJobsOfAllKindsAreKept() {
    for (String type : List.of("image", "video", "rembg")) {
      var job = told(ANN, ENDS, NOON);
      var draft = job.draft();
      var typed =
          new NewJob(
              job.id(),
              new Draft(ANN, type, draft.input(), 0, draft.within(), draft.terms()),
              NOON,
              job.startBy(),
              job.endBy(),
              20,
              job.idempotencyAge());
      Job failed = fail(claimed(typed));
      assertEquals(List.of(job.id()), dueIds(NOON));
      giveUp(failed);
      jobs().prune(NOON.plus(Duration.ofDays(30)), 10);
      assertEquals(Optional.empty(), webhooks().find(ANN, job.id()));
    }
    assertEquals("ends.example", ENDS.host());
  }
}
