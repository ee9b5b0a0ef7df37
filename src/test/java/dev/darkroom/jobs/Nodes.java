package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.darkroom.credits.CreditStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several servers on the same rows, and one word for each thing that tests do at one of them. */
public final class Nodes implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(30);
  static final List<String> USERS = List.of(ANN, BEN, "cat@example.org");
  static final JobSettings SETTINGS = TestSettings.defaults(JobSettings.class);

  final TestClock clock = new TestClock(NOON);
  private final List<Rows> rows;

  /** Each of these is a node; the rows are fresh. */
  Nodes(List<Rows> rows) {
    this.rows = rows;
    for (String user : USERS) {
      credits().grant(user, 100, "test", "test", NOON);
    }
  }

  @Override
  public void close() {
    book().check();
    rows.forEach(Rows::close);
  }

  int count() {
    return rows.size();
  }

  /** Round and round. */
  Rows node(int number) {
    return rows.get(number % rows.size());
  }

  JobStore store(int node) {
    return node(node).jobs();
  }

  static String name(int node) {
    return "node-" + node;
  }

  Book book() {
    return rows.getFirst().book();
  }

  CreditStore credits() {
    return rows.getFirst().credits();
  }

  Sweeper sweeper(int node) {
    Backoff backoff = new Backoff(SETTINGS.retryFirst(), SETTINGS.retryMax(), () -> Long.MAX_VALUE);
    return new Sweeper(
        name(node), store(node), Fixtures.moves(store(node), _ -> {}), SETTINGS, backoff, clock);
  }

  int sweepAtOnce() throws Exception {
    List<Callable<Integer>> sweeps = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Sweeper sweeper = sweeper(i);
      sweeps.add(sweeper::runOnce);
    }
    return atOnce(sweeps).stream().mapToInt(Integer::intValue).sum();
  }

  Job admit(String user) {
    return assertInstanceOf(Admission.Admitted.class, store(0).admit(Fixtures.job(user))).job();
  }

  List<Job> claim(int node, int limit, int inFlightMax) {
    Instant now = clock.instant();
    return store(node).claim(name(node), now, now.plus(LEASE), limit, inFlightMax);
  }

  /** A job that the provider works on, and that is not due for an hour. */
  Job atProvider(String user) {
    admit(user);
    Job submitting = record(claim(0, 1, 40).getFirst(), new Outcome.Submitting(NOON));
    Instant due = NOON.plus(Duration.ofHours(1));
    return record(submitting, new Outcome.Submitted(Fixtures.request(submitting.id()), due));
  }

  Job record(Job job, Outcome outcome) {
    return store(0).record(Transitions.after(job, outcome, NOON), NOON).orElseThrow();
  }

  static <T> List<T> atOnce(List<? extends Callable<? extends T>> calls) throws Exception {
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
