package dev.darkroom.web;

import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.jobs.OversightStore.Queue;
import dev.darkroom.provider.Health;
import dev.darkroom.provider.Health.State;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How the provider does, as far as jobs have met it, and who waits for it. */
@Path("/api/admin/provider")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.ADMIN)
public class AdminProviderResource {
  /** More than these are shown as so many. */
  private static final int COUNTED_MAX = 10_000;

  private final Health health;
  private final OversightStore store;
  private final JobSettings settings;
  private final InstantSource clock;

  AdminProviderResource(
      Health health, OversightStore store, JobSettings settings, InstantSource clock) {
    this.health = health;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The provider as this server knows it, and the line that all servers share.
   *
   * @param state {@code unknown} until it is asked, {@code well}, {@code busy}, {@code locked_out}
   *     or {@code troubled}: what the last call met
   * @param reachable whether the last call was answered as it should be; null if none was made
   * @param lockedOut its key or balance is refused (401, 403), and jobs wait until that is mended
   * @param lastFailure what it was, without inputs or secrets
   * @param failures how often calls failed since this server's start, by kind
   * @param inFlight jobs under way, of at most {@code inFlightMax}
   * @param waiting jobs that wait for their turn
   * @param oldestWaitingSeconds how long the first of them has waited
   */
  public record ProviderBody(
      String state,
      @Nullable Boolean reachable,
      boolean lockedOut,
      Instant since,
      @Nullable Instant lastSuccessAt,
      @Nullable Instant lastFailureAt,
      @Nullable String lastFailure,
      Map<String, Long> failures,
      int inFlight,
      int inFlightMax,
      int waiting,
      @Nullable Long oldestWaitingSeconds) {}

  @GET
  @Operation(
      summary = "How the provider does, and who waits for it",
      description = "Nothing is called for it: it says what jobs have met since this server began.")
  public ProviderBody provider() {
    Health.Report report = health.report();
    Queue queue = store.queue(COUNTED_MAX);
    Map<String, Long> failures = new TreeMap<>();
    report.failures().forEach((kind, count) -> failures.put(text(kind), count));
    Instant oldest = queue.oldestSince();
    return new ProviderBody(
        text(report.state()),
        reachable(report.state()),
        report.state() == State.LOCKED_OUT,
        report.since(),
        report.lastSuccessAt(),
        report.lastFailureAt(),
        report.lastFailure(),
        failures,
        queue.inFlight(),
        settings.inFlightMax(),
        queue.waiting(),
        oldest == null ? null : Math.max(0, Duration.between(oldest, clock.instant()).toSeconds()));
  }

  private static @Nullable Boolean reachable(State state) {
    return switch (state) {
      case UNKNOWN -> null;
      case WELL, BUSY, LOCKED_OUT -> true;
      case TROUBLED -> false;
    };
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
