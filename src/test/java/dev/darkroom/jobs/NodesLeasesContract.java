package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.ids;
import static dev.darkroom.jobs.Nodes.LEASE;
import static dev.darkroom.jobs.Nodes.SETTINGS;
import static dev.darkroom.jobs.Nodes.USERS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes at one node of a job that another one held, or left alone. */
public interface NodesLeasesContract {

  Nodes nodes();

  @Test
  default void aNudgeAtOneNodeMakesAJobDueThatAnotherClaims() {
    Job job = nodes().atProvider(ANN);
    assertEquals(List.of(), nodes().claim(1, 5, 40));

    assertTrue(nodes().store(0).nudge(job.id(), NOON));
    assertEquals(List.of(job.id()), ids(nodes().claim(1, 5, 40)));
    assertEquals(List.of(), nodes().claim(2, 5, 40));
  }

  @Test
  default void aLineThatIsWrittenAtOneNodeWakesThoseWhoWatchAtAnother() {
    Watch watch = new Watch(nodes().store(1));
    List<String> woken = new ArrayList<>();
    Watch.Watcher watcher = job -> woken.add(String.valueOf(job));
    watch.add(ANN, watcher);
    assertEquals(0, watch.runOnce());

    Job job = nodes().admit(ANN);
    nodes().admit(BEN);
    assertEquals(1, watch.runOnce());
    assertEquals(0, watch.runOnce(), "nothing is new");
    nodes().claim(0, 2, 40);
    assertEquals(0, watch.runOnce(), "a claim tells nothing");
    Job claimed = nodes().store(0).get(job.id()).orElseThrow();
    nodes().record(claimed, new Outcome.Submitting(NOON.plus(LEASE)));
    assertEquals(1, watch.runOnce());
    assertEquals(2, woken.size());
    assertEquals(
        List.of("admitted", "submitting"),
        nodes().store(1).eventsOfUser(ANN, 0, 9).stream().map(JobEvent::kind).toList());

    watch.remove(ANN, watcher);
    nodes().admit(ANN);
    assertEquals(0, watch.runOnce());
  }

  @Test
  default void ofSweepersAtTheSameTimeOneTakesALapsedLease() throws Exception {
    for (int i = 0; i < 12; i++) {
      nodes().admit(USERS.get(i % USERS.size()));
    }
    assertEquals(12, nodes().claim(0, 12, 40).size());
    nodes().clock.advance(LEASE);

    assertEquals(12, nodes().sweepAtOnce());
    assertEquals(12, nodes().book().told("broke"));
    assertEquals(0, nodes().sweepAtOnce());
  }

  @Test
  default void ofSweepersAtTheSameTimeOneEndsAJobThatNeverBegan() throws Exception {
    for (int i = 0; i < 12; i++) {
      nodes().admit(USERS.get(i % USERS.size()));
    }
    nodes().clock.advance(SETTINGS.startWithin());

    assertEquals(12, nodes().sweepAtOnce());
    assertEquals(12, nodes().book().told("failed"));
  }

  @Test
  default void theVisitsOfANodeThatStopsAreAnothersAtOnce() {
    Job first = nodes().atProvider(ANN);
    Job second = nodes().atProvider(BEN);
    nodes().store(0).nudge(first.id(), NOON);
    nodes().store(0).nudge(second.id(), NOON);
    List<Job> held = nodes().claim(0, 5, 40);
    assertEquals(2, held.size());
    nodes().admit(ANN);
    assertEquals(1, nodes().claim(2, 5, 40).size(), "another node has a visit of its own");

    assertEquals(2, nodes().store(0).expireLeases(Nodes.name(0), NOON));
    assertEquals(2, nodes().sweeper(1).runOnce());
    nodes().clock.advance(SETTINGS.retryFirst());
    assertEquals(Set.copyOf(ids(held)), Set.copyOf(ids(nodes().claim(1, 5, 40))));
    Outcome late = new Outcome.Failed(Cause.INTERNAL);
    for (Job job : held) {
      assertEquals(
          Optional.empty(), nodes().store(0).record(Transitions.after(job, late, NOON), NOON));
    }
  }
}
