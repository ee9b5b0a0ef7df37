package dev.darkroom.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.darkroom.db.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that sleeps in the middle of a visit: time has passed, but the visit is alive. */
class SuspendTest {
  @TempDir Path folder;
  private SqliteFile sqlite;
  private Engine engine;
  private Job job;
  private final List<Runnable> visits = new ArrayList<>();
  private Worker worker;

  @BeforeEach
  void sleepInTheMiddleOfAVisit() throws IOException {
    sqlite = new SqliteFile(folder.resolve("darkroom.db"));
    engine =
        new Engine(
            sqlite.jobs(),
            sqlite.credits(),
            folder.resolve("emulator"),
            new EchoOperation(1),
            Map.of());
    job = engine.submit();
    worker = engine.worker(visits::add);
    assertEquals(1, worker.runOnce());
    engine.clock.advance(engine.settings.lease().multipliedBy(5));
  }

  @AfterEach
  void stop() {
    engine.close();
    sqlite.close();
  }

  @Test
  void aLivingVisitKeepsItsJobWhenItsLeaseIsRenewedBeforeTheSweep() {
    worker.renew();

    assertEquals(0, engine.sweeper.runOnce());
    visits.getFirst().run();
    Job done = engine.untilEnded(job, Duration.ofMinutes(10));
    assertEquals(Phase.COMPLETED, done.phase());
    assertEquals(1, engine.emulator.accepted().size());
    assertFalse(engine.story(done).contains("broke"));
  }

  @Test
  void aVisitWhoseJobWasTakenOverSubmitsNothing() {
    assertEquals(1, engine.sweeper.runOnce());
    visits.getFirst().run();

    assertEquals(0, engine.emulator.accepted().size());
    assertEquals(Phase.COMPLETED, engine.untilEnded(job, Duration.ofMinutes(10)).phase());
    assertEquals(1, engine.emulator.accepted().size());
  }
}
