package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Cancellation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a wish to end a job comes to, wherever the job is; and what it costs. */
public abstract class CancelContract extends EngineContract {
  private static final Duration LONG = Duration.ofHours(3);
  private static final Account PAID = new Account(90, 0);
  private static final Account HELD = new Account(100, 10);
  private static final Account UNPAID = new Account(100, 0);

  private Account account() {
    return rows.credits().account(ANN);
  }

  private Cancellation cancel(Job job) {
    return engine.jobs.cancel(ANN, job.id()).orElseThrow();
  }

  private void assertCancelled(Job job) {
    assertEquals(Phase.CANCELLED, job.phase());
    assertEquals(Phase.Status.FAILED, job.phase().status());
    assertEquals(Cause.CANCELLED, job.state().cause());
    assertEquals("cancelled", engine.story(job).getLast());
    assertEquals(UNPAID, account());
  }

  @Test
  void oneThatWaitsEndsAtOnceAndNothingIsEverSubmitted() {
    Job job = engine.submit();
    assertEquals(new Cancellation(Outcome.CANCELLED, 10), cancel(job));
    assertCancelled(engine.read(job));
    engine.work(job, Duration.ofMinutes(2));
    assertCancelled(engine.read(job));
    assertEquals(0, engine.emulator.calls(Call.SUBMIT));
  }

  @Test
  void askingAgainSaysTheSame() {
    Job job = engine.submit();
    Cancellation first = cancel(job);
    assertEquals(first, cancel(job));
    assertEquals(List.of("admitted", "cancelled"), engine.story(job));
  }

  @Test
  void oneThatTheProviderDropsIsReleasedOnlyThen() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    Job job = engine.submit();
    engine.work(job, Duration.ofSeconds(10));
    assertEquals(new Cancellation(Outcome.CANCELLING, 0), cancel(job));
    assertEquals(HELD, account());
    assertCancelled(engine.untilEnded(job, LONG));
    assertTrue(engine.emulator.calls(Call.CANCEL) >= 1);
  }

  @Test
  void oneThatIsDoneAllTheSameIsPaid() {
    engine.emulator.cruelty().next(Call.STATUS, 3, new Way.BackInQueue(0));
    engine
        .emulator
        .cruelty()
        .next(Call.CANCEL, 100, Way.json(202, "{\"status\":\"CANCELLATION_REQUESTED\"}"));
    Job job = engine.submit();
    engine.work(job, Duration.ofMillis(300));
    assertEquals(Outcome.CANCELLING, cancel(job).outcome());
    Job done = engine.untilEnded(job, LONG);
    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(PAID, account());
    assertEquals(new Cancellation(Outcome.TOO_LATE, 0), cancel(done));
  }

  /** As long as nobody answers the wish, what is done may still be fetched. */
  @Test
  void aCallToCancelThatFailsDoesNotHideTheResult() {
    engine.emulator.cruelty().next(Call.STATUS, 3, new Way.BackInQueue(0));
    engine.emulator.cruelty().next(Call.CANCEL, 1000, Way.json(503, "down"));
    Job job = engine.submit();
    engine.work(job, Duration.ofMillis(300));
    cancel(job);
    assertEquals(Phase.COMPLETED, engine.untilEnded(job, LONG).phase());
    assertEquals(PAID, account());
  }

  @Test
  void oneThatWasDoneAllTheSameAndCannotBeStoredFails() {
    Cause broken = new Cause("PICTURE_BROKEN", "The picture cannot be read.");
    operation.trouble(new StageException(broken, false, null));
    engine.emulator.cruelty().next(Call.STATUS, 3, new Way.BackInQueue(0));
    engine
        .emulator
        .cruelty()
        .next(Call.CANCEL, 100, Way.json(202, "{\"status\":\"CANCELLATION_REQUESTED\"}"));
    Job job = engine.submit();
    engine.work(job, Duration.ofMillis(300));
    cancel(job);
    Job failed = engine.untilEnded(job, LONG);
    assertEquals(Phase.FAILED, failed.phase());
    assertEquals(broken, failed.state().cause());
    assertEquals(UNPAID, account());
  }

  @Test
  void oneWhoseResultIsThereIsTooLate() {
    operation.trouble(
        new StageException(new Cause("STORAGE_TROUBLE", "Storage is away."), true, null));
    Job job = engine.submit();
    Job storing = engine.read(job);
    for (int i = 0; i < 100 && storing.state().step() != Step.STORE; i++) {
      storing = engine.work(job, Duration.ofMillis(250));
    }
    assertEquals(new Cancellation(Outcome.TOO_LATE, 0), cancel(job));
    assertEquals(Phase.COMPLETED, engine.untilEnded(job, LONG).phase());
    assertEquals(PAID, account());
  }

  @Test
  void oneWhoseSubmitWasLostIsNotSubmittedAgain() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.CutAfterAccepting());
    Job job = engine.submit();
    engine.work(job, Duration.ofSeconds(5));
    assertEquals(new Cancellation(Outcome.CANCELLING, 0), cancel(job));
    assertEquals(HELD, account());
    assertCancelled(engine.untilEnded(job, LONG));
    assertEquals(1, engine.emulator.accepted().size());
  }

  @Test
  void oneThatFailsAfterTheWishIsCancelled() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    Job job = engine.submit();
    engine.work(job, Duration.ofSeconds(10));
    cancel(job);
    engine.emulator.cruelty().next(Call.CANCEL, 1000, Way.json(503, "down"));
    engine.emulator.cruelty().next(Call.STATUS, 1000, Way.json(503, "down"));
    assertCancelled(engine.untilEnded(job, LONG));
  }

  /** The wish comes after the visit has taken the job, and before it has begun. */
  @Test
  void aVisitThatWasJustTakenUpSubmitsNothing() {
    List<Runnable> visits = new ArrayList<>();
    Job job = engine.submit();
    engine.worker(visits::add).runOnce();
    assertEquals(Outcome.CANCELLED, cancel(job).outcome());
    visits.forEach(Runnable::run);
    assertCancelled(engine.read(job));
    assertEquals(0, engine.emulator.calls(Call.SUBMIT));
  }

  /** The wish comes while the paid call is on its way: what it brings must not be lost. */
  @Test
  void theAnswerToASubmitUnderWayIsKept() throws Exception {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.Drip(400, 30));
    Job job = engine.submit();
    Thread visit = Thread.ofVirtual().unstarted(() -> engine.worker(Runnable::run).runOnce());
    visit.start();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> engine.read(job).state().step() == Step.RESOLVE);
    assertEquals(new Cancellation(Outcome.CANCELLING, 0), cancel(job));
    visit.join();
    Job submitted = engine.read(job);
    assertEquals(Step.POLL, submitted.state().step());
    assertTrue(submitted.cancelAsked());
    assertTrue(engine.untilEnded(job, LONG).phase().terminal());
    assertEquals(1, engine.emulator.accepted().size());
  }

  @Test
  void whatIsAnothersIsNotThere() {
    Job job = engine.submit();
    assertEquals(Optional.empty(), engine.jobs.cancel(BEN, job.id()));
    assertEquals(Phase.WAITING, engine.read(job).phase());
  }

  @Test
  void oneThatWasCancelledIsTriedAgainAsANewJobAtItsPrice() {
    Job job = engine.submit();
    cancel(job);
    Admission again = engine.jobs.retry(engine.read(job), new Terms.Order(null)).orElseThrow();
    Job second = ((Admission.Admitted) again).job();
    assertEquals(job.input(), second.input());
    assertEquals(HELD, account());
    assertEquals(Phase.COMPLETED, engine.untilEnded(second, LONG).phase());
    assertEquals(PAID, account());
    assertCancelledBefore(job);
  }

  /** What it brought could be deleted just then. */
  @Test
  void oneThatIsTooOldIsNotTriedAgain() {
    Job old = engine.submit();
    cancel(old);
    Job cancelled = engine.read(old);
    Terms order = new Terms.Order(new Draft.Idempotency("again", "hash"));
    engine.clock.advance(engine.settings.keep());
    Admission inTime = engine.jobs.retry(cancelled, order).orElseThrow();
    engine.clock.advance(Duration.ofMillis(1));
    assertEquals(Optional.empty(), engine.jobs.retry(cancelled, new Terms.Order(null)));
    assertEquals(
        new Admission.AlreadyThere(((Admission.Admitted) inTime).job()),
        engine.jobs.retry(cancelled, order).orElseThrow());
  }

  private void assertCancelledBefore(Job job) {
    assertEquals(Phase.CANCELLED, engine.read(job).phase());
  }
}
