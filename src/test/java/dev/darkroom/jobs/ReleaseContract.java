package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an operator's release does, wherever the job is and whoever is at it. */
public abstract class ReleaseContract extends EngineContract {
  private static final Duration LONG = Duration.ofHours(3);
  private static final String OPERATOR = "op@example.org";

  private Release release(Job job) {
    return engine.oversight(rows.oversight()).release(job.id(), OPERATOR).orElseThrow();
  }

  private void assertAsked(boolean provider, Release became) {
    assertEquals(provider, assertInstanceOf(Release.Released.class, became).providerAsked());
  }

  private void assertReleased(Job job) {
    Job ended = engine.read(job);
    assertEquals(Phase.FAILED, ended.phase());
    assertEquals(Cause.RELEASED, ended.state().cause());
    assertEquals("failed", engine.story(job).getLast());
    assertEquals(new Account(100, 0), rows.credits().account(ANN));
    assertEquals(
        "released", Objects.requireNonNull(rows.oversight().beside(job.id()).hold()).state());
    rows.book().check();
  }

  /** Whatever comes later changes nothing. */
  private void assertStaysReleased(Job job) {
    assertReleased(job);
    List<String> story = engine.story(job);
    // Past every grace and every lease.
    for (int i = 0; i < 20; i++) {
      engine.clock.advance(Duration.ofSeconds(10));
      engine.worker.runOnce();
      engine.sweeper.runOnce();
    }
    assertReleased(job);
    assertEquals(story, engine.story(job));
  }

  private Job until(Job job, Step step) {
    Job read = engine.read(job);
    for (int i = 0; i < 100 && read.state().step() != step; i++) {
      read = engine.work(job, Duration.ofMillis(250));
    }
    assertEquals(step, read.state().step());
    return read;
  }

  @Test
  void oneThatWaitsIsNeverSubmitted() {
    Job job = engine.submit();
    assertAsked(false, release(job));
    assertStaysReleased(job);
    assertEquals(0, engine.emulator.calls(Call.SUBMIT));
  }

  @Test
  void oneWhoseSubmitWasLostIsNotSubmittedAgain() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.CutAfterAccepting());
    Job job = engine.submit();
    engine.work(job, Duration.ofSeconds(5));
    assertEquals(Phase.SUBMITTING, engine.read(job).phase());
    assertAsked(false, release(job));
    assertStaysReleased(job);
    assertEquals(1, engine.emulator.accepted().size());
  }

  @Test
  void oneThatIsQueuedIsDroppedByTheProvider() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    engine.emulator.cruelty().next(Call.STATUS, 1000, new Way.BackInQueue(3));
    Job job = engine.submit();
    engine.work(job, Duration.ofSeconds(10));
    assertEquals(Phase.QUEUED, engine.read(job).phase());
    assertAsked(true, release(job));
    assertEquals(1, engine.emulator.calls(Call.CANCEL));
    assertStaysReleased(job);
  }

  @Test
  void oneThatRunsIsEndedAlsoIfTheProviderCannotBeAsked() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    engine.emulator.cruelty().next(Call.CANCEL, 1000, Way.json(503, "down"));
    Job job = engine.submit();
    engine.work(job, Duration.ofSeconds(10));
    assertEquals(Phase.RUNNING, engine.read(job).phase());
    assertAsked(true, release(job));
    assertStaysReleased(job);
  }

  @Test
  void oneWhoseResultCannotBeStoredIsEndedAndItsFilesAreDeleted() {
    operation.trouble(
        new StageException(new Cause("STORAGE_TROUBLE", "Storage is away."), true, null));
    Job job = engine.submit();
    until(job, Step.STORE);
    assertAsked(false, release(job));
    assertStaysReleased(job);
    assertEquals(List.of(job.id()), engine.discarded.stream().map(Job::id).toList());
  }

  @Test
  void oneThatHasEndedStaysAsItIs() {
    Job job = engine.submit();
    Job done = engine.untilEnded(job, LONG);
    assertEquals(new Release.AlreadyEnded(done), release(job));
    assertEquals(done, engine.read(job));
    assertEquals(new Account(90, 0), rows.credits().account(ANN));
  }

  @Test
  void oneThatIsUnknownIsNotThere() {
    assertEquals(Optional.empty(), engine.oversight(rows.oversight()).release("nothing", OPERATOR));
  }

  @Test
  void itIsFoundByTheProvidersName() {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    Job job = engine.submit();
    engine.work(job, Duration.ofSeconds(1));
    String request = Objects.requireNonNull(engine.read(job).state().request()).requestId();
    assertTrue(engine.oversight(rows.oversight()).release(request, OPERATOR).isPresent());
    assertReleased(job);
  }

  /** The release comes after the visit has taken the job, and before it has begun. */
  @Test
  void aVisitThatWasJustTakenUpSubmitsNothing() {
    List<Runnable> visits = new ArrayList<>();
    Job job = engine.submit();
    engine.worker(visits::add).runOnce();
    assertAsked(false, release(job));
    visits.forEach(Runnable::run);
    assertStaysReleased(job);
    assertEquals(0, engine.emulator.calls(Call.SUBMIT));
  }

  /** The release comes while the paid call is on its way, and knows of no request. */
  @Test
  void aRequestThatWasTakenMeanwhileIsDroppedByTheVisit() throws Exception {
    engine.emulator.cruelty().next(Call.SUBMIT, new Way.Drip(400, 30));
    Job job = engine.submit();
    Thread visit = Thread.ofVirtual().unstarted(() -> engine.worker(Runnable::run).runOnce());
    visit.start();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> engine.read(job).state().step() == Step.RESOLVE);
    assertAsked(false, release(job));
    visit.join();
    assertEquals(1, engine.emulator.calls(Call.CANCEL));
    assertStaysReleased(job);
    assertEquals(1, engine.emulator.accepted().size());
  }

  /** The release comes while the result is being stored: the file is of a failed job then. */
  @Test
  void aVisitThatStoresLosesItsRaceAndWhatItStored() {
    Job job = engine.submit();
    operation.whileStoring(() -> assertAsked(false, release(job)));
    engine.work(job, Duration.ofMinutes(2));
    assertStaysReleased(job);
    assertTrue(engine.discarded.stream().allMatch(each -> each.id().equals(job.id())));
    // Once when it ended, and once when the visit had stored it.
    assertEquals(2, engine.discarded.size());
  }

  @Test
  void ofOperatorsAndVisitsAtOnceOneEndsEachJob() throws Exception {
    rows.credits().grant(ANN, 900, "test", "more", Fixtures.NOON);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      jobs.add(engine.submit());
    }
    AtomicBoolean over = new AtomicBoolean();
    Worker worker = engine.worker(visit -> Thread.ofVirtual().start(visit));
    Thread visits =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!over.get()) {
                    worker.runOnce();
                    // Not so far that a job would be late on a machine that is busy.
                    if (engine.clock.instant().isBefore(Fixtures.NOON.plusSeconds(120))) {
                      engine.clock.advance(Duration.ofMillis(50));
                    }
                  }
                });
    List<Release> answers = new ArrayList<>();
    for (Job job : jobs) {
      answers.addAll(JobMoves.allAtOnce(3, () -> release(job)));
    }
    over.set(true);
    visits.join();
    assertTrue(worker.awaitVisits(30));
    long released = answers.stream().filter(Release.Released.class::isInstance).count();
    long failed = jobs.stream().filter(job -> engine.read(job).phase() == Phase.FAILED).count();
    assertEquals(failed, released);
    assertTrue(jobs.stream().allMatch(job -> engine.read(job).phase().terminal()));
    assertEquals(new Account(1000 - 10 * (jobs.size() - failed), 0), rows.credits().account(ANN));
  }
}
