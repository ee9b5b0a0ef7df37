package dev.darkroom;

import dev.darkroom.blobs.Blobs;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * What {@code /q/health} says. It names no address and no cause: those are in the log. Each check
 * is bounded in time, and many who ask at once look once.
 */
@Singleton
class HealthChecks {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final Duration KEEP = Duration.ofSeconds(2);

  /** Everybody's provider: it is asked less often than our own parts. */
  private static final Duration PROVIDER_KEEP = Duration.ofSeconds(10);

  /** A loop that has ended is not started again, so this server should be. */
  @Produces
  @Singleton
  @Liveness
  HealthCheck loops(Loops loops) {
    return () -> answer("loops", loops.alive());
  }

  @Produces
  @Singleton
  @Startup
  HealthCheck started(Lifecycle lifecycle) {
    return () -> answer("started", lifecycle.started());
  }

  /** Without its rows a server can neither take jobs nor tell of them. */
  @Produces
  @Singleton
  @Readiness
  HealthCheck rows(Stores stores) {
    return check("rows", probe(stores::answers, KEEP));
  }

  /** Without files it can take no pictures, and show none. */
  @Produces
  @Singleton
  @Readiness
  HealthCheck files(Blobs blobs) {
    return check(
        "files",
        probe(
            () -> {
              blobs.check();
              return true;
            },
            KEEP));
  }

  /**
   * Always up, with what is seen beside it: jobs wait for a provider that is away, so requests are
   * taken all the same, and all servers would go at once.
   */
  @Produces
  @Singleton
  @Readiness
  HealthCheck provider(Provider provider) {
    Probe<Boolean> probe = probe(() -> provider.fal().answers(WITHIN), PROVIDER_KEEP);
    return () ->
        HealthCheckResponse.named("provider")
            .up()
            .withData("reachable", probe.seen().orElse(false))
            .build();
  }

  private static Probe<Boolean> probe(Callable<Boolean> look, Duration keep) {
    return new Probe<>(look, WITHIN, keep, 0, System::nanoTime);
  }

  private static HealthCheck check(String name, Probe<Boolean> probe) {
    return () -> answer(name, probe.seen().orElse(false));
  }

  private static HealthCheckResponse answer(String name, boolean up) {
    return HealthCheckResponse.named(name).status(up).build();
  }
}
