package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.library.LibraryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The stores under a contract, and one word for each thing that its tests do with them. */
public interface JobMoves {
  Duration LEASE = Duration.ofSeconds(30);

  JobStore jobs();

  CreditStore credits();

  LibraryStore library();

  default void grant(String user, long credits) {
    credits().grant(user, credits, "test", "grant-" + user, NOON);
  }

  default Job admit(NewJob job) {
    return assertInstanceOf(Admission.Admitted.class, jobs().admit(job)).job();
  }

  default Job claimed(NewJob job) {
    admit(job);
    return claim(1).getFirst();
  }

  default List<Job> lapsed(Instant now) {
    return jobs().claimLapsed("sweeper", now, now.plus(LEASE), 10);
  }

  default List<Job> claim(int limit) {
    return claimAt(NOON, limit);
  }

  default List<Job> claimAt(Instant now, int limit) {
    return jobs().claim("w", now, now.plus(LEASE), limit, 40);
  }

  default Optional<Job> record(Job job, Outcome outcome) {
    return jobs().record(Transitions.after(job, outcome, NOON), NOON);
  }

  default Job submitting(Job claimed) {
    return record(claimed, new Outcome.Submitting(NOON.plusSeconds(60))).orElseThrow();
  }

  default Job delivered(Job claimed) {
    record(submitting(claimed), new Outcome.Submitted(Fixtures.request(claimed.id()), NOON));
    Job polled = claim(1).getFirst();
    return record(
            polled,
            new Outcome.StageDone(
                JsonNodeFactory.instance.objectNode(), true, polled.state().endBy()))
        .orElseThrow();
  }

  default Job fail(Job claimed) {
    return record(claimed, new Outcome.Failed(new Cause("NO", "No."))).orElseThrow();
  }

  /** How it stands, as its user is told. */
  default Standing standing(Job job) {
    Standing.Asked asked = new Standing.Asked(job.user(), job.id());
    return Objects.requireNonNull(jobs().standings(List.of(asked)).get(asked));
  }

  default List<String> kinds(Job job) {
    return jobs().events(job.id()).stream().map(JobEvent::kind).toList();
  }

  static List<String> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  static long count(List<Admission> answers, Class<?> kind) {
    return answers.stream().filter(kind::isInstance).count();
  }

  static <T> List<T> allAtOnce(int times, Callable<T> call) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        futures.add(threads.submit(call));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> future : futures) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
