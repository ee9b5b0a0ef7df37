package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Deaths that come again: each of the jobs that were being visited may have caused them. */
public abstract class SuspectsContract extends EngineContract {
  private static final Duration LONG = Duration.ofHours(1);

  /** What a pause and a place behind one other come to, and a little more. */
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void aDeathOfManySetsAsideOneAtMost() {
    submit(5);
    assertEquals(5, die(10, false));
    comeBack();
    assertEquals(5, die(10, false));

    List<Instant> due = oneByOne();
    engine.clock.advance(Duration.between(now(), due.getFirst()));
    assertEquals(1, die(10, false), "the others come later, each by itself");
    jobs().forEach(it -> engine.untilEnded(it, LONG));
    assertEquals(
        List.of(Cause.POISONED),
        jobs().map(it -> it.state().cause()).filter(Objects::nonNull).toList());
    assertEquals(4, jobs().filter(it -> it.phase() == Phase.COMPLETED).count());
  }

  @Test
  void whoWaitsForALostAnswerKeepsNobodyBehindIt() {
    submit(2);
    die(1, true);
    die(1, false);
    engine.clock.advance(engine.settings.lostAnswerGrace());
    die(1, false);
    Instant grace = now().plus(engine.settings.lostAnswerGrace());
    assertEquals(grace, latest(), "the one whose answer is lost died first");
    die(1, false);

    assertTrue(soon(earliest()), () -> "%s is put off at %s".formatted(earliest(), now()));
  }

  @Test
  void aClockThatWasAheadForAWhilePutsNobodyOff() {
    Duration jump = Duration.ofMinutes(10);
    submit(2);
    die(10, false);
    comeBack();
    engine.clock.advance(jump);
    die(1, false);
    engine.clock.advance(jump.negated());
    die(1, false);

    assertTrue(soon(earliest()), () -> "%s is put off at %s".formatted(earliest(), now()));
  }

  private void submit(int jobs) {
    for (int job = 0; job < jobs; job++) {
      engine.submit();
    }
  }

  /**
   * What is due is being visited when a death comes, and the death is found.
   *
   * @param limit how many at most
   * @param submitting whether the intents of their submits are on disk
   */
  private int die(int limit, boolean submitting) {
    Instant until = now().plus(engine.settings.lease());
    List<Job> visited = rows.jobs().claim("the one that dies", now(), until, limit, 40);
    if (submitting) {
      Outcome intent = new Outcome.Submitting(until.plus(engine.settings.lostAnswerGrace()));
      visited.forEach(it -> rows.jobs().record(Transitions.after(it, intent, now()), now()));
    }
    engine.clock.advance(engine.settings.lease());
    assertEquals(visited.size(), engine.sweeper.runOnce());
    return visited.size();
  }

  /** The pause after a first death is over. */
  private void comeBack() {
    engine.clock.advance(engine.settings.retryMax());
  }

  private boolean soon(Instant due) {
    return due.isBefore(now().plus(SOON));
  }

  private List<Instant> oneByOne() {
    List<Instant> due = jobs().map(it -> it.state().dueAt()).sorted().toList();
    for (int i = 1; i < due.size(); i++) {
      assertTrue(!due.get(i).isBefore(due.get(i - 1).plusSeconds(1)), due::toString);
    }
    return due;
  }

  private Instant earliest() {
    return jobs().map(it -> it.state().dueAt()).sorted().toList().getFirst();
  }

  private Instant latest() {
    return jobs().map(it -> it.state().dueAt()).sorted().toList().getLast();
  }

  private Stream<Job> jobs() {
    return rows.jobs().list(ANN, null, null, 10, null).stream();
  }
}
