package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Grant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on the same rows, each with connections of its own. */
public abstract class NodesContract {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final List<String> USERS = List.of(ANN, BEN, "cat@example.org");
  private static final JobSettings SETTINGS = TestSettings.defaults(JobSettings.class);

  @TempDir Path folder;
  private final TestClock clock = new TestClock(NOON);
  private List<Rows> nodes = List.of();

  /** Three on the same rows, which are fresh; a file may lie in this folder. */
  protected abstract List<Rows> nodes(Path folder);

  @BeforeEach
  void open() {
    nodes = nodes(folder);
    for (String user : USERS) {
      nodes.getFirst().credits().grant(user, 100, "test", "test", NOON);
    }
  }

  @AfterEach
  void close() {
    nodes.getFirst().book().check();
    nodes.forEach(Rows::close);
  }

  @Test
  void aNudgeAtOneNodeMakesAJobDueThatAnotherClaims() {
    Job job = atProvider(ANN);
    assertEquals(List.of(), claim(1, 5, 40));

    assertTrue(store(0).nudge(job.id(), NOON));
    assertEquals(List.of(job.id()), ids(claim(1, 5, 40)));
    assertEquals(List.of(), claim(2, 5, 40));
  }

  @Test
  void ofSweepersAtTheSameTimeOneTakesALapsedLease() throws Exception {
    for (int i = 0; i < 12; i++) {
      admit(USERS.get(i % USERS.size()));
    }
    assertEquals(12, claim(0, 12, 40).size());
    clock.advance(LEASE);

    assertEquals(12, sweepAtOnce());
    assertEquals(12, book().told("broke"));
    assertEquals(0, sweepAtOnce());
  }

  @Test
  void ofSweepersAtTheSameTimeOneEndsAJobThatNeverBegan() throws Exception {
    for (int i = 0; i < 12; i++) {
      admit(USERS.get(i % USERS.size()));
    }
    clock.advance(SETTINGS.startWithin());

    assertEquals(12, sweepAtOnce());
    assertEquals(12, book().told("failed"));
  }

  @Test
  void turnsAreFairOverAllNodes() throws Exception {
    int cap = 7;
    int left = 36;
    for (int i = 0; i < left; i++) {
      admit(USERS.get(i / 12));
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
  void theCapHoldsOverNodesWhoseClocksDiffer() throws Exception {
    int cap = 3;
    for (int i = 0; i < 20; i++) {
      admit(USERS.get(i % USERS.size()));
    }
    Outcome busy = new Outcome.Retry(new Cause("BUSY", "Busy."), NOON.plusMillis(500));
    claim(0, 10, 40).forEach(job -> record(job, busy));
    int ended = 0;
    while (ended < 20) {
      List<Callable<List<Job>>> claims = claims(cap);
      clock.advance(Duration.ofSeconds(1));
      claims.addAll(claims(cap));
      List<Job> underWay = new ArrayList<>();
      atOnce(claims).forEach(underWay::addAll);
      assertEquals(underWay.size(), book().underWay(), "whatever is claimed is known");
      assertTrue(underWay.size() <= cap, () -> "no more than the cap: " + underWay.size());
      ended += underWay.size();
      atOnce(ends(underWay, cap));
      clock.advance(Duration.ofSeconds(-1));
    }
  }

  @Test
  void theVisitsOfANodeThatStopsAreAnothersAtOnce() {
    Job first = atProvider(ANN);
    Job second = atProvider(BEN);
    store(0).nudge(first.id(), NOON);
    store(0).nudge(second.id(), NOON);
    List<Job> held = claim(0, 5, 40);
    assertEquals(2, held.size());
    admit(ANN);
    assertEquals(1, claim(2, 5, 40).size(), "another node has a visit of its own");

    assertEquals(2, store(0).expireLeases(name(0), NOON));
    assertEquals(2, sweeper(1).runOnce());
    clock.advance(SETTINGS.retryFirst());
    assertEquals(Set.copyOf(ids(held)), Set.copyOf(ids(claim(1, 5, 40))));
    Outcome late = new Outcome.Failed(Cause.INTERNAL);
    for (Job job : held) {
      assertEquals(Optional.empty(), store(0).record(Transitions.after(job, late, NOON), NOON));
    }
  }

  @Test
  void manyMovesOfOneUserAtOnceAreAllDoneOnce() throws Exception {
    List<Job> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiting.add(atProvider(ANN));
    }
    List<Admission> admissions = Collections.synchronizedList(new ArrayList<>());
    List<Grant> grants = Collections.synchronizedList(new ArrayList<>());
    List<Job> claimed = Collections.synchronizedList(new ArrayList<>());
    List<Callable<?>> storm = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      Rows node = nodes.get(i % nodes.size());
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
    claimed.addAll(claim(0, 40, 40));

    assertEquals(12, admissions.stream().filter(Admission.Admitted.class::isInstance).count());
    assertEquals(36, admissions.stream().filter(Admission.AlreadyThere.class::isInstance).count());
    assertEquals(12, grants.stream().filter(Grant.Granted.class::isInstance).count());
    assertEquals(20, claimed.size(), "none is claimed twice");
    assertEquals(20, Set.copyOf(ids(claimed)).size(), "none is forgotten");
    assertEquals(124, nodes.getFirst().credits().account(ANN).balance());
  }

  // --- shorthand

  private JobStore store(int node) {
    return nodes.get(node).jobs();
  }

  private static String name(int node) {
    return "node-" + node;
  }

  private Book book() {
    return nodes.getFirst().book();
  }

  private Sweeper sweeper(int node) {
    Backoff backoff = new Backoff(SETTINGS.retryFirst(), SETTINGS.retryMax(), () -> Long.MAX_VALUE);
    return new Sweeper(name(node), store(node), SETTINGS, backoff, clock);
  }

  private int sweepAtOnce() throws Exception {
    List<Callable<Integer>> sweeps = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Sweeper sweeper = sweeper(i);
      sweeps.add(sweeper::runOnce);
    }
    return atOnce(sweeps).stream().mapToInt(Integer::intValue).sum();
  }

  private Job admit(String user) {
    return assertInstanceOf(Admission.Admitted.class, store(0).admit(Fixtures.job(user))).job();
  }

  private List<Job> claim(int node, int limit, int inFlightMax) {
    Instant now = clock.instant();
    return store(node).claim(name(node), now, now.plus(LEASE), limit, inFlightMax);
  }

  /** A job that the provider works on, and that is not due for an hour. */
  private Job atProvider(String user) {
    admit(user);
    Job submitting = record(claim(0, 1, 40).getFirst(), new Outcome.Submitting(NOON));
    Instant due = NOON.plus(Duration.ofHours(1));
    return record(submitting, new Outcome.Submitted(Fixtures.request(submitting.id()), due));
  }

  private Job record(Job job, Outcome outcome) {
    return store(0).record(Transitions.after(job, outcome, NOON), NOON).orElseThrow();
  }

  /** Two claims at each node. */
  private List<Callable<List<Job>>> claims(int cap) {
    List<Callable<List<Job>>> claims = new ArrayList<>();
    for (int i = 0; i < 2 * nodes.size(); i++) {
      int node = i % nodes.size();
      Instant now = clock.instant();
      claims.add(() -> store(node).claim(name(node), now, now.plus(LEASE), 3, cap));
    }
    return claims;
  }

  /** Ends so many of them, each at another node; nothing is claimed by that. */
  private List<Callable<List<Job>>> ends(List<Job> underWay, int count) {
    List<Callable<List<Job>>> ends = new ArrayList<>();
    for (int i = 0; i < count && !underWay.isEmpty(); i++) {
      JobStore at = store(i % nodes.size());
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

  private static List<String> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  private static <T> List<T> atOnce(List<? extends Callable<? extends T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> answers = new ArrayList<>();
      List<Future<? extends T>> futures = new ArrayList<>();
      for (Callable<? extends T> call : calls) {
        futures.add(threads.submit(call));
      }
      for (Future<? extends T> future : futures) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
