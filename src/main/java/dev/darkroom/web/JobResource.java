package dev.darkroom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Cancellation;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Phase;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The user's jobs. Looking at them only reads. */
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.JOBS)
public class JobResource {
  private final CurrentUser user;
  private final Jobs jobs;
  private final LibraryStore library;
  private final FileLinks links;
  private final Submits submits;
  private final EventStreams streams;
  private final ObjectMapper json;

  JobResource(
      CurrentUser user,
      Jobs jobs,
      LibraryStore library,
      FileLinks links,
      Submits submits,
      EventStreams streams,
      ObjectMapper json) {
    this.json = json;
    this.streams = streams;
    this.user = user;
    this.jobs = jobs;
    this.library = library;
    this.links = links;
    this.submits = submits;
  }

  @GET
  @Operation(summary = "My jobs, newest first")
  public Page<JobBody> list(
      @QueryParam("status") @Nullable String status,
      @QueryParam("type") @Nullable String type,
      @QueryParam("limit") @DefaultValue("20") String limit,
      @QueryParam("cursor") @Nullable String cursor)
      throws Refusal {
    int most = Required.limit(limit);
    Phase.Status wanted = Required.oneOf("status", status, Phase.Status.class);
    List<Job> read = jobs.list(user.email(), wanted, type, most + 1, Required.cursor(cursor));
    Map<String, LibraryItem> results = results(read);
    return Page.of(read, most, Job::id, job -> body(job, results, null));
  }

  @GET
  @Path("/{id}")
  @Tagged
  @Parameter(
      name = "If-None-Match",
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING))
  @Operation(summary = "One job with its log; on request, when it has ended")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = JobBody.class)))
  public Response job(
      @PathParam("id") String id,
      @HeaderParam("Prefer") @Nullable String prefer,
      @Context RoutingContext request)
      throws Refusal {
    Job read = Required.job(jobs, user.email(), id);
    Preference preference = Preference.ifSaid(prefer);
    Job job = jobs.awaitEnd(read, preference.waits(), () -> request.response().closed());
    List<JobBody.EventBody> events = jobs.events(job).stream().map(JobBody.EventBody::of).toList();
    return preference.applied(Response.ok(body(job, results(List.of(job)), events)));
  }

  @GET
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(summary = "The log of a job as it grows, until the job ends")
  @APIResponse(
      responseCode = "200",
      description = "Lines of the log, each the data of an event",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = JobBody.EventBody.class)))
  @APIResponse(responseCode = "204", description = "The job has ended, and you have it all")
  public Multi<OutboundSseEvent> events(
      @PathParam("id") String id,
      @HeaderParam(EventStreams.LAST) @Nullable String last,
      @QueryParam(EventStreams.AFTER) @Nullable String after,
      @Context Sse sse,
      @Context RoutingContext request)
      throws Refusal {
    Job job = Required.job(jobs, user.email(), id);
    Wire wire = new Wire(sse, json);
    EventLog log = new EventLog.OfJob(jobs, job, wire);
    Long has = EventStreams.place(last, after);
    if (job.phase().terminal() && has != null && has == log.end()) {
      // By this, and by nothing else, a browser knows that there is no more.
      throw new WebApplicationException(Response.noContent().build());
    }
    return streams.open(log, has, wire, 0, request);
  }

  /**
   * What became of the wish.
   *
   * @param outcome {@code cancelled}; {@code cancelling}: it may still be done and charged; {@code
   *     too_late}
   * @param creditsReleased what may be spent again
   */
  public record CancelBody(
      @Schema(enumeration = {"cancelled", "cancelling", "too_late"}) String outcome,
      long creditsReleased) {}

  @POST
  @Path("/{id}/cancel")
  @Operation(summary = "End a job, as far as it can be ended")
  public CancelBody cancel(@PathParam("id") String id) throws Refusal {
    Cancellation became = jobs.cancel(user.email(), id).orElseThrow(Required::unknownJob);
    return new CancelBody(
        became.outcome().name().toLowerCase(Locale.ROOT), became.creditsReleased());
  }

  @POST
  @Path("/{id}/retry")
  @Operation(summary = "Submit the input of a job that failed or was cancelled once more")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response retry(@PathParam("id") String id, @BeanParam Conditions conditions)
      throws Refusal {
    Job job = Required.job(jobs, user.email(), id);
    if (job.phase().status() != Phase.Status.FAILED) {
      throw new Refusal(
          Kind.CONFLICT, "NOT_FAILED", "id", "Only a job that failed or was cancelled is retried.");
    }
    return submits.answer(
        jobs.retry(job, submits.terms(conditions, "/api/jobs/%s/retry".formatted(job.id())))
            .orElseThrow(Required::unknownJob),
        "Another try",
        "/api/jobs/{id}");
  }

  private Map<String, LibraryItem> results(List<Job> read) {
    List<String> keys =
        read.stream().map(job -> job.state().resultKey()).filter(Objects::nonNull).toList();
    return library.findAll(user.email(), keys).stream()
        .collect(Collectors.toMap(LibraryItem::key, Function.identity()));
  }

  private JobBody body(
      Job job, Map<String, LibraryItem> results, @Nullable List<JobBody.EventBody> events) {
    String key = job.state().resultKey();
    return JobBody.of(
        job,
        jobs.queuePosition(job),
        jobs.left(job),
        key == null ? null : results.get(key),
        links,
        events);
  }
}
