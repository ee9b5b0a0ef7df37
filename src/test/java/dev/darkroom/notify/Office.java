package dev.darkroom.notify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.blobs.GuardedPosts;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.TestClock;
import dev.darkroom.testing.RawServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Deliveries as they run in the server, at a time that a test moves, over real sockets. */
final class Office implements AutoCloseable {
  final TestClock clock;
  final Secrets secrets;
  final Deliveries deliveries;

  /** How often a delivery ended. */
  final AtomicInteger ended = new AtomicInteger();

  private final GuardedPosts posts;

  /** Trusts these receivers, and nobody else inside. */
  Office(
      String worker,
      NotifyStore store,
      JobStore jobs,
      Instant start,
      Executor couriers,
      RawServer... receivers) {
    this(worker, store, jobs, start, couriers, Office::letter, receivers);
  }

  /**
   * Writes its letters in another way.
   *
   * @param letters as those of {@link Courier}
   */
  Office(
      String worker,
      NotifyStore store,
      JobStore jobs,
      Instant start,
      Executor couriers,
      BiFunction<Job, JobEvent, byte[]> letters,
      RawServer... receivers) {
    this.clock = new TestClock(start);
    this.secrets = new Secrets(store, "the server's own");
    this.posts = new GuardedPosts(trusted(receivers), Duration.ofMillis(700));
    // No jitter, so that a test knows when a pause is over.
    Courier courier =
        new Courier(store, jobs, secrets, letters, posts, new Pauses(() -> 0L), clock);
    this.deliveries =
        new Deliveries(
            worker,
            store,
            courier,
            clock,
            couriers,
            ended::incrementAndGet,
            new SimpleMeterRegistry());
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

  static List<String> ids(RawServer receiver) {
    return receiver.requests().stream().map(each -> each.headers().get("webhook-id")).toList();
  }

  @Override
  public void close() throws IOException {
    deliveries.close();
    posts.close();
  }
}
