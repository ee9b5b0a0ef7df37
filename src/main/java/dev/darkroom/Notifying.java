package dev.darkroom;

import dev.darkroom.blobs.GuardedPosts;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Loop;
import dev.darkroom.notify.Bell;
import dev.darkroom.notify.Courier;
import dev.darkroom.notify.Deliveries;
import dev.darkroom.notify.NotifyStore;
import dev.darkroom.notify.Pauses;
import dev.darkroom.notify.Secrets;
import dev.darkroom.web.WebhookLetters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Builds, starts and stops what tells webhooks of users how their jobs go. */
class Notifying {
  private static final Logger LOG = Logger.getLogger(Notifying.class);
  private static final Duration PACE = Duration.ofSeconds(1);

  /** Before and after the observers of {@link Lifecycle}, which have no order of their own. */
  private static final int EARLY = 100;

  private static final int LATE = 5_000;

  private Notifying() {}

  /** The parts. */
  @Singleton
  static class Parts {
    @Produces
    @Singleton
    NotifyStore store(Stores stores) {
      return stores.webhooks();
    }

    @Produces
    @Singleton
    Secrets secrets(NotifyStore store, ServerSecret secret) {
      return new Secrets(store, secret.derived("webhooks that go out"));
    }

    @Produces
    @Singleton
    GuardedPosts posts(DarkroomSettings settings) {
      return new GuardedPosts(StartChecks.webhookOrigins(settings), Duration.ofSeconds(15));
    }

    @Produces
    @Singleton
    Bell bell() {
      return new Bell();
    }
  }

  /** The loop. */
  @Singleton
  static class Running {
    private final Deliveries deliveries;
    private final GuardedPosts posts;
    private final Bell bell;
    private final Loops loops;
    private final ExecutorService couriers = Executors.newVirtualThreadPerTaskExecutor();
    private final Loop loop;

    Running(
        Stores stores,
        NotifyStore store,
        JobStore jobs,
        Secrets secrets,
        WebhookLetters letters,
        GuardedPosts posts,
        Bell bell,
        InstantSource clock,
        Loops loops,
        MeterRegistry meters) {
      Pauses pauses = new Pauses(() -> ThreadLocalRandom.current().nextLong());
      Courier courier = new Courier(store, jobs, secrets, letters, posts, pauses, clock);
      this.deliveries =
          new Deliveries(stores.worker(), store, courier, clock, couriers, bell, meters);
      this.posts = posts;
      this.bell = bell;
      this.loops = loops;
      this.loop = new Loop("webhooks", () -> deliveries.runOnce() > 0, PACE);
    }

    void start(@Observes @Priority(LATE) StartupEvent event) {
      bell.to(loop::nudge);
      // Whoever was under way to a receiver under this name is gone.
      deliveries.expireLeases();
      loops.start(loop);
    }

    /** While the store is still open. */
    void stop(@Observes @Priority(EARLY) ShutdownEvent event) {
      loop.close();
      deliveries.close();
      try {
        posts.close();
        couriers.shutdownNow();
        deliveries.expireLeases();
      } catch (IOException | RuntimeException e) {
        LOG.info("Webhooks that were under way are sent again a minute later");
      }
    }
  }
}
