package dev.darkroom.notify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.darkroom.blobs.GuardedPosts;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Listener;
import dev.darkroom.jobs.TestClock;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import dev.darkroom.testing.RawServer.Request;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Deliveries as they run in the server, at a time that a test moves, over real sockets. */
final class Office implements AutoCloseable {
  final TestClock clock;
  final Secrets secrets;
  final Deliveries deliveries;

  /** How often a delivery ended. */
  final AtomicInteger ended = new AtomicInteger();

  private final GuardedPosts posts;
  private final NotifyStore store;

  private Office(Plan plan, RawServer... receivers) {
    this.store = plan.store;
    this.clock = new TestClock(plan.start);
    this.secrets = new Secrets(store, "the server's own");
    this.posts = new GuardedPosts(trusted(receivers), plan.patience);
    // No jitter, so that a test knows when a pause is over.
    Courier courier =
        new Courier(store, plan.jobs, secrets, plan.letters, posts, new Pauses(() -> 0L), clock);
    this.deliveries =
        new Deliveries(
            plan.worker,
            store,
            courier,
            clock,
            plan.couriers,
            ended::incrementAndGet,
            new SimpleMeterRegistry());
  }

  /** An office that tells one thing after the other, to receivers that may take their time. */
  static Plan of(NotifyStore store, JobStore jobs, Instant start) {
    return new Plan("w", store, jobs, start, Runnable::run, Office::letter, Duration.ofSeconds(30));
  }

  /**
   * An office before it opens.
   *
   * @param letters as those of {@link Courier}
   * @param patience with one receiver
   */
  record Plan(
      String worker,
      NotifyStore store,
      JobStore jobs,
      Instant start,
      Executor couriers,
      BiFunction<Job, JobEvent, byte[]> letters,
      Duration patience) {
    Plan named(String name) {
      return new Plan(name, store, jobs, start, couriers, letters, patience);
    }

    Plan on(Executor threads) {
      return new Plan(worker, store, jobs, start, threads, letters, patience);
    }

    Plan writing(BiFunction<Job, JobEvent, byte[]> others) {
      return new Plan(worker, store, jobs, start, couriers, others, patience);
    }

    Plan impatient() {
      return new Plan(worker, store, jobs, start, couriers, letters, Duration.ofMillis(700));
    }

    /** Trusts these receivers, and nobody else inside. */
    Office open(RawServer... receivers) {
      return new Office(this, receivers);
    }
  }

  /** By their number and by their name. */
  private static Set<URI> trusted(RawServer... receivers) {
    Set<URI> trusted = new HashSet<>();
    for (RawServer each : receivers) {
      trusted.add(each.url());
      trusted.add(URI.create("http://localhost:" + each.url().getPort()));
    }
    return trusted;
  }

  static byte[] letter(Job job, JobEvent event) {
    return "{\"type\":\"job.%s\",\"job\":\"%s\",\"words\":\"ü ☂\"}"
        .formatted(event.kind(), job.id())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Delivers until nothing is due now. */
  void run() {
    int rounds = 0;
    while (deliveries.runOnce() > 0) {
      rounds++;
      assertTrue(rounds < 1000, "it never rests");
    }
  }

  Hook hook(Job job) {
    return store.find(job.user(), job.id()).orElseThrow();
  }

  /** Of each try for this job, in order. */
  List<String> outcomes(Job job) {
    return store.attempts(job.id()).reversed().stream().map(Attempt::outcome).toList();
  }

  /** Wants to be told everything. */
  static Listener all(RawServer receiver) {
    return new Listener(receiver.url() + "/hook?key=1", Listener.KINDS);
  }

  static Reply say(int status) {
    return new Reply(status, Map.of(), "");
  }

  static void verify(Secrets.Secret secret, Request request) throws WebhookVerificationException {
    new Webhook(secret.text())
        .verify(
            request.body(),
            request.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue()))));
  }

  static List<String> ids(RawServer receiver) {
    return receiver.requests().stream().map(each -> each.headers().get("webhook-id")).toList();
  }

  @Override
  public void close() throws IOException {
    deliveries.close();
    posts.close();
  }
}
