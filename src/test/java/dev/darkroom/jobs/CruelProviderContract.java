package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job when the provider is slow, lies or is gone. */
public abstract class CruelProviderContract {
  private static final Duration LONG = Duration.ofHours(3);
  private static final Account PAID = new Account(90, 0);
  private static final Account UNPAID = new Account(100, 0);

  @TempDir Path folder;
  private Rows rows;
  private final EchoOperation operation = new EchoOperation(1);
  private Engine engine;

  /** Fresh ones; a file may lie in this folder. */
  protected abstract Rows rows(Path folder);

  @BeforeEach
  void start() throws IOException {
    rows = rows(folder);
    engine = engine(operation);
  }

  /** Looks become rare after a while, so that a deadline is reached in fewer of them. */
  private Engine engine(Operation of) throws IOException {
    Map<String, String> properties = Map.of("darkroom.jobs.poll-max", "20s");
    return new Engine(rows.jobs(), rows.credits(), folder.resolve("emulator"), of, properties);
  }

  @AfterEach
  void stop() {
    engine.close();
    rows.book().check();
    rows.close();
  }

  @Test
  void aJobRunsThroughItsWholeLifeAndIsPaidOnce() {
    Job done = engine.untilEnded(engine.submit(), LONG);

    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(PAID, account());
    assertEquals(1, engine.emulator.accepted().size());
    assertEquals(10L, done.state().chargedCredits());
    assertEquals(1.0, done.state().progress());
    assertTrue(rows.library().find(ANN, Fixtures.output(done).key()).isPresent());
    List<String> story = engine.story(done);
    assertEquals(List.of("admitted", "submitting", "submitted"), story.subList(0, 3));
    assertEquals(List.of("delivered", "completed"), story.subList(story.size() - 2, story.size()));
  }

  @Test
  void aBusyOrFailingQueueIsAskedAgainWithoutASecondPaidSubmit() {
    engine.emulator.cruelty().next(Call.SUBMIT, 2, Way.json(503, "unavailable"));
    engine.emulator.cruelty().next(Call.SUBMIT, 2, Way.json(429, "too many"));
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.CutBeforeAccepting());
    Job done = engine.untilEnded(engine.submit(), LONG);

    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(1, engine.emulator.accepted().size());
    assertEquals(PAID, account());
  }

  @Test
  void aProviderThatIsDownLetsTheJobWaitUntilItsStartDeadlineAndReleasesTheCredits() {
    engine.emulator.cruelty().next(Call.SUBMIT, 5000, Way.json(503, "down"));
    Job job = engine.submit();

    Job waiting = engine.work(job, Duration.ofMinutes(14));
    assertFalse(waiting.phase().terminal());
    assertEquals(new Account(100, 10), account());

    Job failed = engine.untilEnded(job, Duration.ofMinutes(3));
    assertEquals(Phase.FAILED, failed.phase());
    assertEquals("TIMED_OUT", cause(failed).code());
    assertEquals(UNPAID, account());
    assertEquals(0, engine.emulator.accepted().size());
  }

  @Test
  void inputsThatTookTooLongToHandOverAreNotPaidFor() {
    operation.whileHandingOver(() -> engine.clock.advance(Duration.ofHours(1)));
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("TIMED_OUT", cause(failed).code());
    assertEquals(UNPAID, account());
    assertEquals(0, engine.emulator.calls(Call.SUBMIT));
  }

  @Test
  void anAnswerLostAfterTheQueueAcceptedIsSubmittedAgainOnceAfterTheGrace() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.CutAfterAccepting());
    Job job = engine.submit();

    Job lost = engine.work(job, settingsGrace().minusSeconds(1));
    assertEquals(Phase.SUBMITTING, lost.phase());
    assertEquals(1, engine.emulator.accepted().size());

    Job done = engine.untilEnded(job, LONG);
    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(2, engine.emulator.accepted().size());
    assertEquals(1, done.state().counts().lostAnswers());
    assertTrue(engine.story(done).containsAll(List.of("answer_lost", "resubmitting")));
    assertEquals(PAID, account());
  }

  @Test
  void aSecondLostAnswerEndsTheJobInsteadOfAThirdSubmit() {
    engine.emulator.cruelty().next(Call.SUBMIT, 9, new Way.CutAfterAccepting());
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("SUBMIT_UNKNOWN", cause(failed).code());
    assertEquals(2, failed.state().counts().lostAnswers());
    assertEquals(2, engine.emulator.accepted().size());
    assertEquals(UNPAID, account());
  }

  @Test
  void aMiddlemansErrorAtSubmitIsALostAnswer() {
    engine.emulator.cruelty().next(Call.SUBMIT, Way.nginx(504, "Gateway Time-out"));
    Job job = engine.submit();
    engine.work(job, Duration.ofSeconds(1));

    assertTrue(engine.story(job).contains("answer_lost"));
    assertEquals(Phase.COMPLETED, engine.untilEnded(job, LONG).phase());
  }

  @Test
  void anEmptyAccountAtTheProviderIsWaitedOutByTheJob() {
    engine.emulator.cruelty().next(Call.SUBMIT, 3, Way.exhaustedBalance());
    Job done = engine.untilEnded(engine.submit(), LONG);

    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(1, engine.emulator.accepted().size());
  }

  @Test
  void aCompletedRequestWithAFailingResultFailsAndReleases() {
    engine
        .emulator
        .cruelty()
        .next(Call.SUBMIT, Way.modelRefusal("content_policy_violation", "secret prompt words"));
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("REFUSED", cause(failed).code());
    assertFalse(cause(failed).words().contains("secret prompt words"));
    assertEquals(UNPAID, account());
    assertEquals(1, engine.emulator.accepted().size());
  }

  @Test
  void aModelThatBrokeFailsAndReleasesWithoutAnotherSubmit() {
    engine.emulator.cruelty().next(Call.SUBMIT, Way.infrastructure(500, "runner_server_error"));
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("PROCESSING_FAILED", cause(failed).code());
    assertEquals(UNPAID, account());
    assertEquals(1, engine.emulator.accepted().size());
  }

  @Test
  void troubleWhilePollingChangesNothing() {
    var cruelty = engine.emulator.cruelty();
    cruelty.next(Call.STATUS, new Way.CutBeforeAccepting());
    cruelty.next(Call.STATUS, Way.nginx(502, "Bad Gateway"));
    cruelty.next(Call.STATUS, new Way.Answers(200, "application/json", "{\"status\":\"FAILED\"}"));
    cruelty.next(Call.STATUS, new Way.CutMidway());
    cruelty.next(Call.STATUS, Way.notFound());
    cruelty.next(Call.STATUS, new Way.Stall(1));
    cruelty.next(Call.RESULT, Way.stillInProgress());
    cruelty.next(Call.RESULT, new Way.CutMidway());
    Job done = engine.untilEnded(engine.submit(), LONG);

    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(1, engine.emulator.accepted().size());
    assertEquals(PAID, account());
  }

  @Test
  void progressAndPhaseNeverGoBackWhenTheProviderQueuesTheRequestAgain() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    Job job = engine.submit();
    Job running = engine.work(job, Duration.ofSeconds(2));
    while (running.phase() != Phase.RUNNING) {
      running = engine.work(job, Duration.ofSeconds(1));
    }
    engine.emulator.cruelty().next(Call.STATUS, 100, new Way.BackInQueue(7));
    Job back = engine.work(job, Duration.ofSeconds(3));

    assertEquals(Phase.RUNNING, back.phase());
    assertTrue(back.state().progress() >= running.state().progress());
    assertEquals(7, back.state().queuePosition());
  }

  @Test
  void aRequestThatNeverEndsIsCancelledAtTheDeadlineAndReleased() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("TIMED_OUT", cause(failed).code());
    assertEquals(1, engine.emulator.calls(Call.CANCEL));
    assertEquals(UNPAID, account());
    Duration took =
        Duration.between(failed.createdAt(), Objects.requireNonNull(failed.state().endedAt()));
    assertTrue(took.compareTo(Duration.ofMinutes(31)) < 0, "took " + took);
  }

  @Test
  void aRequestThatTheQueueHasForgottenFailsAndReleases() {
    engine.emulator.cruelty().next(Call.STATUS, 100, Way.notFound());
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("RESULT_LOST", cause(failed).code());
    assertEquals(UNPAID, account());
  }

  @Test
  void aResultThatIsNeverReadyIsGivenUpAtTheDeadline() {
    engine.emulator.cruelty().next(Call.RESULT, 10_000, Way.stillInProgress());
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("TIMED_OUT", cause(failed).code());
    assertEquals(UNPAID, account());
  }

  @Test
  void oneDenialAfterAnOutageDoesNotGiveUpAPaidResult() {
    engine.emulator.cruelty().next(Call.STATUS, 12, Way.json(503, "down"));
    engine.emulator.cruelty().next(Call.STATUS, 1, Way.notFound());

    assertEquals(Phase.COMPLETED, engine.untilEnded(engine.submit(), LONG).phase());
  }

  @Test
  void aDeadlineReachedInTroubleCancelsAtTheProviderToo() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    engine.emulator.cruelty().next(Call.STATUS, 10_000, Way.json(503, "down"));
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("TIMED_OUT", cause(failed).code());
    assertEquals(1, engine.emulator.calls(Call.CANCEL));
  }

  @Test
  void aHugeResultIsNotReadAndEndsTheJob() {
    engine.emulator.cruelty().next(Call.RESULT, 100, new Way.HugeBody(Long.MAX_VALUE, false));
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("PROCESSING_FAILED", cause(failed).code());
    assertEquals(UNPAID, account());
  }

  @Test
  void storingIsTriedAgainUntilItWorks() {
    Cause full = new Cause("STORAGE_TROUBLE", "Full.");
    operation.trouble(new StageException(full, true, null), new StageException(full, true, null));
    Job done = engine.untilEnded(engine.submit(), LONG);

    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(PAID, account());
    assertEquals(1, engine.emulator.accepted().size());
  }

  @Test
  void aResultThatCannotBeUsedFailsAndReleases() {
    operation.trouble(new StageException(new Cause("RESULT_UNREADABLE", "No."), false, null));
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("RESULT_UNREADABLE", cause(failed).code());
    assertEquals(UNPAID, account());
  }

  @Test
  void aJobThatBreaksItsVisitThreeTimesIsSetAside() {
    operation.trouble(bug(), bug(), bug());
    Job failed = engine.untilEnded(engine.submit(), LONG);

    assertEquals("POISONED", cause(failed).code());
    assertEquals(UNPAID, account());
  }

  @Test
  void twoBreaksAreForgiven() {
    operation.trouble(bug(), bug());

    assertEquals(Phase.COMPLETED, engine.untilEnded(engine.submit(), LONG).phase());
  }

  @Test
  void stagesFollowEachOtherAndPhasesStayForward() throws IOException {
    engine.close();
    engine = engine(new EchoOperation(2));
    Job done = engine.untilEnded(engine.submit(), LONG);

    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(2, engine.emulator.accepted().size());
    List<Phase> phases = rows.jobs().events(done.id()).stream().map(JobEvent::phase).toList();
    assertEquals(phases.stream().sorted().toList(), phases);
    assertEquals(PAID, account());
  }

  private static RuntimeException bug() {
    return new IllegalArgumentException("ordered by the test");
  }

  private static Cause cause(Job job) {
    return Objects.requireNonNull(job.state().cause());
  }

  private Account account() {
    return rows.credits().account(ANN);
  }

  private Duration settingsGrace() {
    return engine.settings.lostAnswerGrace();
  }
}
