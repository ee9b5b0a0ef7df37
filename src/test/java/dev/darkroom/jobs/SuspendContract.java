package dev.darkroom.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that sleeps in the middle of a visit: time has passed, but the visit is alive. */
public abstract class SuspendContract extends EngineContract {
  private Job job;
  private final List<Runnable> visits = new ArrayList<>();
  private Worker worker;

  @BeforeEach
  void sleepInTheMiddleOfAVisit() {
    job = engine.submit();
    worker = engine.worker(visits::add);
    assertEquals(1, worker.runOnce());
    engine.clock.advance(engine.settings.lease().multipliedBy(5));
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

  @Test
  void whatIsNotSentSoonAfterItsIntentIsNotSent() throws IOException {
    engine.close();
    Duration tooLong = engine.settings.lease().plusMillis(1);
    JobStore slow = whileRecording(Step.RESOLVE, () -> engine.clock.advance(tooLong));
    engine = engine(slow, "another emulator");
    job = engine.submit();
    engine.worker.runOnce();

    assertEquals(0, engine.emulator.accepted().size());
    assertEquals(List.of("admitted", "submitting", "retrying"), engine.story(job));
    assertEquals(0, engine.read(job).state().counts().lostAnswers());
  }

  /** Something happens whenever a move to this step is written. */
  private JobStore whileRecording(Step step, Runnable happens) {
    Object door =
        Proxy.newProxyInstance(
            JobStore.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            (_, method, args) -> {
              Object answer = method.invoke(rows.jobs(), args);
              if (method.getName().equals("record") && ((Move) args[0]).after().step() == step) {
                happens.run();
              }
              return answer;
            });
    return (JobStore) door;
  }
}
