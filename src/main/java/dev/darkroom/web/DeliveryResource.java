package dev.darkroom.web;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.notify.Attempt;
import dev.darkroom.notify.Bell;
import dev.darkroom.notify.Hook;
import dev.darkroom.notify.NotifyStore;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** How telling the webhook of a job has gone. */
@Path("/api/jobs/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.JOBS)
public class DeliveryResource {
  private final CurrentUser user;
  private final Jobs jobs;
  private final NotifyStore webhooks;
  private final InstantSource clock;
  private final Bell nudge;

  DeliveryResource(
      CurrentUser user, Jobs jobs, NotifyStore webhooks, InstantSource clock, Bell nudge) {
    this.user = user;
    this.jobs = jobs;
    this.webhooks = webhooks;
    this.clock = clock;
    this.nudge = nudge;
  }

  /**
   * The webhook of a job.
   *
   * @param state {@code none}: the job has no webhook; {@code open}; {@code done}: all was told;
   *     {@code gone}: the receiver answered 410; {@code given_up}: an event was tried ten times
   * @param url without what stands behind its path, which may be secret
   * @param events the names of the events that are told
   * @param nextAttemptAt when what waits is tried next; null if nothing waits
   * @param items the last 50 attempts, newest first
   */
  public record DeliveriesBody(
      String state,
      @Nullable String url,
      List<String> events,
      @Nullable Instant nextAttemptAt,
      List<AttemptBody> items) {}

  /**
   * One attempt.
   *
   * @param event the number of the event in the job's story, and {@code type} its name
   * @param attempt 1 to 10
   * @param outcome the status that was answered, or {@code timeout}, {@code unreachable}, {@code
   *     broken}, {@code refused_address}
   * @param ms how long it took
   */
  public record AttemptBody(
      Instant at, int event, String type, int attempt, String outcome, long ms) {
    static AttemptBody of(Attempt attempt) {
      return new AttemptBody(
          attempt.at(),
          attempt.seq(),
          Listeners.PREFIX + attempt.kind(),
          attempt.attempt(),
          attempt.outcome(),
          attempt.millis());
    }
  }

  /**
   * Where to begin again.
   *
   * @param event the number of an event in the job's log; null for the first one that was not told
   *     yet, or else the last one
   */
  public record RedeliverBody(@Nullable Integer event) {}

  @GET
  @Operation(summary = "What the webhook of a job was told, and how it answered")
  public DeliveriesBody deliveries(@PathParam("id") String id) throws Refusal {
    return body(Required.job(jobs, user.email(), id));
  }

  @POST
  @Path("/redeliver")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Tell the webhook again, from one event on")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = DeliveriesBody.class)))
  public Response redeliver(@PathParam("id") String id, @Nullable RedeliverBody asked)
      throws Refusal {
    Job job = Required.job(jobs, user.email(), id);
    Hook hook =
        webhooks
            .find(job.user(), job.id())
            .orElseThrow(
                () -> new Refusal(Kind.CONFLICT, "NO_WEBHOOK", "id", "This job has no webhook."));
    int from = from(hook, jobs.events(job), asked == null ? null : asked.event());
    webhooks.restart(job.id(), from - 1, clock.instant());
    nudge.run();
    return Response.accepted(body(job)).build();
  }

  private static int from(Hook hook, List<JobEvent> events, @Nullable Integer asked)
      throws Refusal {
    List<Integer> told = events.stream().filter(hook::wants).map(JobEvent::seq).toList();
    if (told.isEmpty()) {
      throw new Refusal(
          Kind.CONFLICT, "NOTHING_TO_REDELIVER", "id", "There is nothing yet that it is told.");
    }
    if (asked != null && !told.contains(asked)) {
      throw new Refusal(
          Kind.BAD_INPUT, "BAD_VALUE", "event", "event must be one of %s.".formatted(told));
    }
    // Nothing that waits is left out, whatever is asked for.
    int next = told.stream().filter(seq -> seq > hook.told()).findFirst().orElse(told.getLast());
    return asked == null ? next : Math.min(asked, next);
  }

  private DeliveriesBody body(Job job) {
    Optional<Hook> found = webhooks.find(job.user(), job.id());
    if (found.isEmpty()) {
      return new DeliveriesBody("none", null, List.of(), null, List.of());
    }
    Hook hook = found.get();
    return new DeliveriesBody(
        state(hook, job),
        open(hook.listener().url()),
        Listeners.names(hook.listener().kinds()),
        hook.waits() ? hook.dueAt() : null,
        webhooks.attempts(job.id()).stream().map(AttemptBody::of).toList());
  }

  private static String state(Hook hook, Job job) {
    return switch (hook.state()) {
      case OPEN -> job.phase().terminal() && !hook.waits() ? "done" : "open";
      case GONE, GIVEN_UP -> hook.state().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String open(String url) {
    URI whole = URI.create(url);
    return "%s://%s%s".formatted(whole.getScheme(), whole.getRawAuthority(), whole.getRawPath());
  }
}
