package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.ids;
import static dev.darkroom.jobs.Nodes.LEASE;
import static dev.darkroom.jobs.Nodes.atOnce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Grant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** All kinds of moves of one user, at all nodes at the same time. */
public interface NodesStormContract {

  Nodes nodes();

  @Test
  default void manyMovesOfOneUserAtOnceAreAllDoneOnce() throws Exception {
    List<Job> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiting.add(nodes().atProvider(ANN));
    }
    List<Admission> admissions = Collections.synchronizedList(new ArrayList<>());
    List<Grant> grants = Collections.synchronizedList(new ArrayList<>());
    List<Job> claimed = Collections.synchronizedList(new ArrayList<>());
    List<Callable<?>> storm = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      Rows node = nodes().node(i);
      String worker = "w" + i;
      Draft.Idempotency key = new Draft.Idempotency("k" + i % 12, "body");
      Job job = waiting.get(i % 8);
      String ref = "r" + i % 12;
      storm.add(() -> admissions.add(node.jobs().admit(Fixtures.job(ANN, 1, key, NOON))));
      storm.add(
          () -> {
            assertTrue(node.jobs().nudge(job.id(), NOON));
            return true;
          });
      storm.add(() -> claimed.addAll(node.jobs().claim(worker, NOON, NOON.plus(LEASE), 2, 40)));
      storm.add(() -> grants.add(node.credits().grant(ANN, 2, "Top-up", ref, NOON)));
    }
    Collections.shuffle(storm, new Random(1));
    atOnce(storm);
    claimed.addAll(nodes().claim(0, 40, 40));

    assertEquals(12, admissions.stream().filter(Admission.Admitted.class::isInstance).count());
    assertEquals(36, admissions.stream().filter(Admission.AlreadyThere.class::isInstance).count());
    assertEquals(12, grants.stream().filter(Grant.Granted.class::isInstance).count());
    assertEquals(20, claimed.size(), "none is claimed twice");
    assertEquals(20, Set.copyOf(ids(claimed)).size(), "none is forgotten");
    assertEquals(124, nodes().credits().account(ANN).balance());
  }
}
