package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.emulator.Call;
import dev.darkroom.provider.RequestRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A process that dies at each point of a visit: it did what it did, and never recorded it. What
 * comes after finds its claim lapsed.
 */
public abstract class CrashContract extends EngineContract {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Account PAID = new Account(90, 0);

  private Job job;

  @BeforeEach
  void submit() {
    job = engine.submit();
  }

  @Test
  void afterTheClaim() {
    claimed();

    ends(1, 0);
  }

  @Test
  void afterTheIntentAndBeforeTheCall() {
    intended();

    ends(1, 1);
  }

  @Test
  void aLostAnswerHasItsGraceAgainWhenTheDeathIsFound() {
    intended();
    engine.clock.advance(engine.settings.lease().plus(engine.settings.lostAnswerGrace()));

    assertEquals(1, engine.sweeper.runOnce());
    assertEquals(0, engine.worker.runOnce(), "its webhook may come again");
    ends(1, 1);
  }

  @Test
  void afterTheCallAndBeforeItsRecord() throws Exception {
    Job intended = intended();
    engine.submitToProvider(new EchoOperation(1).call(intended));

    ends(2, 1);
  }

  @Test
  void whileItPolled() throws Exception {
    submitted();
    claimed();

    ends(1, 0);
  }

  @Test
  void afterTheResultWasRecorded() throws Exception {
    delivered();
    long fetched = engine.emulator.calls(Call.RESULT);

    ends(1, 0);
    assertEquals(fetched, engine.emulator.calls(Call.RESULT), "the result is not fetched again");
  }

  @Test
  void afterTheOutputWasStoredAndBeforeTheEndWasRecorded() throws Exception {
    Job delivered = delivered();
    new EchoOperation(1).output(delivered);

    ends(1, 0);
  }

  @Test
  void whileItWasSwept() {
    claimed();
    engine.clock.advance(engine.settings.lease());
    Instant until = now().plus(engine.settings.lease());
    assertEquals(1, rows.jobs().claimLapsed("the one that dies", now(), until, 1).size());

    ends(1, 0);
  }

  @Test
  void afterTheSecondSubmitWasDecided() throws Exception {
    decidedAgain();

    ends(2, 1);
  }

  @Test
  void afterTheSecondCallAndBeforeItsRecord() throws Exception {
    Job intended = record(decidedAgain(), new Outcome.Submitting(now()));
    engine.submitToProvider(new EchoOperation(1).call(intended));
    rows.book().check();

    Job failed = engine.untilEnded(job, LONG);
    assertEquals(Cause.SUBMIT_UNKNOWN, failed.state().cause());
    assertEquals(2, engine.emulator.accepted().size());
    assertEquals(new Account(100, 0), rows.credits().account(ANN));
    rows.book().check();
    rows.book().checkSubmits();
  }

  @Test
  void aWebhookSparesTheSecondSubmitAlsoAfterItWasDecided() throws Exception {
    Job intended = intended();
    RequestRef first = engine.submitToProvider(new EchoOperation(1).call(intended));
    record(intended, new Outcome.AnswerLost(now()));
    Job decided = record(claimed(), new Outcome.Resubmit());
    engine.jobs.webhook(job.id(), 0, first);

    Move second = Transitions.after(decided, new Outcome.Submitting(now()), now());
    assertEquals(Optional.empty(), rows.jobs().record(second, now()));
    endsByWebhook(1);
  }

  @Test
  void whenBothAnswersAreLostTheWebhookOfTheFirstCounts() throws Exception {
    Job intended = intended();
    RequestRef first = engine.submitToProvider(new EchoOperation(1).call(intended));
    record(intended, new Outcome.AnswerLost(now()));
    Job again = record(record(claimed(), new Outcome.Resubmit()), new Outcome.Submitting(now()));
    engine.submitToProvider(new EchoOperation(1).call(again));
    record(again, new Outcome.AnswerLost(now().plus(LONG)));
    engine.jobs.webhook(job.id(), 0, first);

    endsByWebhook(2);
  }

  @Test
  void aWebhookOfAnotherStageTellsNoRequest() throws Exception {
    Job intended = intended();
    RequestRef request = engine.submitToProvider(new EchoOperation(1).call(intended));
    engine.jobs.webhook(job.id(), 1, request);

    assertEquals(Step.RESOLVE, engine.read(job).state().step());
    assertNull(engine.read(job).state().request());
  }

  private void endsByWebhook(int accepted) {
    Job done = engine.untilEnded(job, LONG);
    assertEquals(Phase.COMPLETED, done.phase());
    assertTrue(engine.story(done).contains("found"));
    assertEquals(accepted, engine.emulator.accepted().size());
    assertEquals(1, done.state().counts().lostAnswers());
    assertEquals(PAID, rows.credits().account(ANN));
    rows.book().check();
    rows.book().checkSubmits();
  }

  @Test
  void aLateVisitorChangesNothingOnceAnotherHasTakenOver() {
    Job stale = claimed();
    ends(1, 0);
    Move late = Transitions.after(stale, new Outcome.Submitting(now()), now());

    assertEquals(Optional.empty(), rows.jobs().record(late, now()));
    assertEquals(PAID, rows.credits().account(ANN));
  }

  @Test
  void whatWasStoredOfAJobThatIsSetAsideGoes() throws Exception {
    Job late = delivered();
    engine.clock.advance(engine.settings.lease());
    engine.sweeper.runOnce();
    for (int death = 2; death <= 3; death++) {
      engine.clock.advance(engine.settings.lease());
      assertEquals(List.of(), engine.discarded, "another visit may complete it");
      assertEquals(1, dies());
    }

    assertEquals(Cause.POISONED, engine.read(job).state().cause());
    assertEquals(List.of(job.id()), discarded());
    Move finished = Transitions.after(late, new Outcome.Finished(Fixtures.output(late), 10), now());
    assertEquals(Optional.empty(), engine.moves.record(finished, now()));
    assertEquals(List.of(job.id(), job.id()), discarded(), "the late visitor has stored it again");
  }

  @Test
  void whatIsStoredOfACompletedJobStaysWhoeverComesLate() throws Exception {
    Job late = delivered();
    ends(1, 0);
    Move failed = Transitions.after(late, new Outcome.Failed(Cause.RESULT_LOST), now());

    assertEquals(Optional.empty(), engine.moves.record(failed, now()));
    assertEquals(List.of(), engine.discarded);
  }

  private List<String> discarded() {
    return engine.discarded.stream().map(Job::id).toList();
  }

  /** All that is due is being visited when a death comes, which is found. */
  private int dies() {
    Instant until = now().plus(engine.settings.lease());
    int visited = rows.jobs().claim("the one that dies", now(), until, 10, 40).size();
    engine.clock.advance(engine.settings.lease());
    assertEquals(visited, engine.sweeper.runOnce());
    return visited;
  }

  /** The rest of the engine finds the job and ends it, as if nothing had happened. */
  private void ends(int accepted, int lostAnswers) {
    rows.book().check();
    assertEquals(0, engine.worker.runOnce() + engine.sweeper.runOnce(), "the lease still counts");
    engine.clock.advance(engine.settings.lease());
    Job done = engine.untilEnded(job, LONG);

    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(accepted, engine.emulator.accepted().size());
    assertEquals(lostAnswers, done.state().counts().lostAnswers());
    assertEquals(PAID, rows.credits().account(ANN));
    assertEquals(1, rows.library().list(ANN, null, null, 10, null).size());
    rows.book().check();
    rows.book().checkSubmits();
  }

  private Job claimed() {
    Instant until = now().plus(engine.settings.lease());
    return rows.jobs().claim("the one that dies", now(), until, 1, 40).getFirst();
  }

  private Job intended() {
    Instant grace = now().plus(engine.settings.lostAnswerGrace());
    return record(claimed(), new Outcome.Submitting(grace));
  }

  private Job decidedAgain() throws Exception {
    Job intended = intended();
    engine.submitToProvider(new EchoOperation(1).call(intended));
    record(intended, new Outcome.AnswerLost(now()));
    return record(claimed(), new Outcome.Resubmit());
  }

  private Job submitted() throws Exception {
    Job intended = intended();
    var request = engine.submitToProvider(new EchoOperation(1).call(intended));
    return record(intended, new Outcome.Submitted(request, now()));
  }

  private Job delivered() throws Exception {
    submitted();
    Job polled = claimed();
    var result = engine.resultOf(polled);
    return record(polled, new Outcome.StageDone(result, true, polled.state().endBy()));
  }

  private Job record(Job before, Outcome outcome) {
    return rows.jobs().record(Transitions.after(before, outcome, now()), now()).orElseThrow();
  }
}
