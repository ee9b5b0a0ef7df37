package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.Nodes.LEASE;
import static dev.darkroom.jobs.Nodes.USERS;
import static dev.darkroom.jobs.Nodes.atOnce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and how many are at the provider, over all nodes. */
public interface NodesTurnsContract {

  Nodes nodes();

  @Test
  default void turnsAreFairOverAllNodes() throws Exception {
    int cap = 7;
    int left = 36;
    for (int i = 0; i < left; i++) {
      nodes().admit(USERS.get(i / 12));
    }
    Map<String, Integer> begun = new HashMap<>();
    List<Job> underWay = new ArrayList<>();
    while (left > 0) {
      List<Job> claimed = atOnce(claims(cap)).stream().flatMap(List::stream).toList();
      left -= claimed.size();
      underWay.addAll(claimed);
      assertEquals(Math.min(cap, underWay.size() + left), underWay.size(), "no place stays free");
      claimed.forEach(job -> begun.merge(job.user(), 1, Integer::sum));
      int most = Collections.max(begun.values());
      assertTrue(Collections.min(begun.values()) >= most - 1, () -> "fair turns: " + begun);
      assertTrue(atOnce(ends(underWay, 4)).stream().allMatch(List::isEmpty));
    }
  }

  /** Those who see other jobs take other jobs, so that nothing but the count makes them meet. */
  @Test
  default void theCapHoldsOverNodesWhoseClocksDiffer() throws Exception {
    int cap = 3;
    for (int i = 0; i < 20; i++) {
      nodes().admit(USERS.get(i % USERS.size()));
    }
    Outcome busy = new Outcome.Retry(new Cause("BUSY", "Busy."), NOON.plusMillis(500));
    nodes().claim(0, 10, 40).forEach(job -> nodes().record(job, busy));
    int ended = 0;
    while (ended < 20) {
      List<Callable<List<Job>>> claims = claims(cap);
      nodes().clock.advance(Duration.ofSeconds(1));
      claims.addAll(claims(cap));
      List<Job> underWay = new ArrayList<>();
      atOnce(claims).forEach(underWay::addAll);
      assertEquals(underWay.size(), nodes().book().underWay(), "whatever is claimed is known");
      assertTrue(underWay.size() <= cap, () -> "no more than the cap: " + underWay.size());
      ended += underWay.size();
      atOnce(ends(underWay, cap));
      nodes().clock.advance(Duration.ofSeconds(-1));
    }
  }

  /** Two claims at each node. */
  private List<Callable<List<Job>>> claims(int cap) {
    List<Callable<List<Job>>> claims = new ArrayList<>();
    for (int i = 0; i < 2 * nodes().count(); i++) {
      int node = i % nodes().count();
      Instant now = nodes().clock.instant();
      claims.add(() -> nodes().store(node).claim(Nodes.name(node), now, now.plus(LEASE), 3, cap));
    }
    return claims;
  }

  /** Ends so many of them, each at another node; nothing is claimed by that. */
  private List<Callable<List<Job>>> ends(List<Job> underWay, int count) {
    List<Callable<List<Job>>> ends = new ArrayList<>();
    for (int i = 0; i < count && !underWay.isEmpty(); i++) {
      JobStore at = nodes().store(i % nodes().count());
      Outcome failed = new Outcome.Failed(Cause.INTERNAL);
      Move move = Transitions.after(underWay.removeFirst(), failed, NOON);
      ends.add(
          () -> {
            assertTrue(at.record(move, NOON).isPresent());
            return List.of();
          });
    }
    return ends;
  }
}
