package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.credits.Account;
import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.emulator.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that dies at each point of a visit: it did what it did, and never recorded it. What
 * comes after finds its claim lapsed.
 */
class CrashTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Account PAID = new Account(90, 0);

  @TempDir Path folder;
  private SqliteFile sqlite;
  private Engine engine;
  private Job job;

  @BeforeEach
  void start() throws IOException {
    sqlite = new SqliteFile(folder.resolve("darkroom.db"));
    engine =
        new Engine(
            sqlite.jobs(),
            sqlite.credits(),
            folder.resolve("emulator"),
            new EchoOperation(1),
            Map.of());
    job = engine.submit();
  }

  @AfterEach
  void stop() {
    engine.close();
    sqlite.close();
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
  void aLateVisitorChangesNothingOnceAnotherHasTakenOver() {
    Job stale = claimed();
    ends(1, 0);
    Move late = Transitions.after(stale, new Outcome.Submitting(now()), now());

    assertEquals(Optional.empty(), sqlite.jobs().record(late, now()));
    assertEquals(PAID, sqlite.credits().account(ANN));
  }

  /** The rest of the engine finds the job and ends it, as if nothing had happened. */
  private void ends(int accepted, int lostAnswers) {
    Job done = engine.untilEnded(job, LONG);

    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(accepted, engine.emulator.accepted().size());
    assertEquals(lostAnswers, done.state().counts().lostAnswers());
    assertEquals(PAID, sqlite.credits().account(ANN));
    assertEquals(1, sqlite.library().list(ANN, null, null, 10, null).size());
  }

  private Job claimed() {
    Instant until = now().plus(engine.settings.lease());
    return sqlite.jobs().claim("the one that dies", now(), until, 1, 40).getFirst();
  }

  private Job intended() {
    Instant grace = now().plus(engine.settings.lostAnswerGrace());
    return record(claimed(), new Outcome.Submitting(grace));
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
    return sqlite.jobs().record(Transitions.after(before, outcome, now()), now()).orElseThrow();
  }

  private Instant now() {
    return engine.clock.instant();
  }
}
