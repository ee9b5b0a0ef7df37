package dev.darkroom.web;

import dev.darkroom.jobs.Cancellation;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Oversight;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.jobs.OversightStore.Filter;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.Release;
import dev.darkroom.jobs.Scan;
import dev.darkroom.jobs.Terms;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The jobs of all users. What is done to one is done in its user's name; the log says by whom. */
@Path(AdminJobResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.ADMIN)
public class AdminJobResource {
  static final String PATH = "/api/admin/jobs";

  private static final Logger LOG = Logger.getLogger(AdminJobResource.class);

  /** Of each page, whatever is looked for. */
  private static final int LOOKS = 1000;

  private final CurrentUser operator;
  private final OversightStore store;
  private final Oversight oversight;
  private final Jobs jobs;
  private final Submits submits;

  AdminJobResource(
      CurrentUser operator, OversightStore store, Oversight oversight, Jobs jobs, Submits submits) {
    this.operator = operator;
    this.store = store;
    this.oversight = oversight;
    this.jobs = jobs;
    this.submits = submits;
  }

  @GET
  @Operation(
      summary = "The jobs of all users, newest first",
      description =
          "A page looks at a bounded number of jobs, so one that finds little may be short, or"
              + " empty, and still have a nextCursor.")
  public Page<AdminJobBody.Line> list(
      @QueryParam("user") @Nullable String user,
      @QueryParam("status") @Nullable String status,
      @QueryParam("phase") @Nullable String phase,
      @QueryParam("type") @Nullable String type,
      @QueryParam("error") @Nullable String error,
      @QueryParam("limit") @DefaultValue("20") String limit,
      @QueryParam("cursor") @Nullable String cursor)
      throws Refusal {
    Filter filter =
        new Filter(
            user == null ? null : Required.email("user", user),
            Required.oneOf("status", status, Phase.Status.class),
            Required.oneOf("phase", phase, Phase.class),
            type,
            error);
    Scan<Job> found = store.jobs(filter, Required.cursor(cursor), Required.limit(limit), LOOKS);
    return new Page<>(found.items().stream().map(AdminJobBody.Line::of).toList(), found.next());
  }

  @GET
  @Path("/{id}")
  @Operation(
      summary = "A job with all that is known of it",
      description =
          "By its own id or by the provider's request id. Of its input, what is long is cut, and"
              + " what may be secret is left out.")
  public AdminJobBody.Story job(@PathParam("id") String id) throws Refusal {
    Job job = known(id);
    return AdminJobBody.Story.of(
        job, store.beside(job.id()), jobs.queuePosition(job), jobs.events(job));
  }

  @POST
  @Path("/{id}/cancel")
  @Operation(summary = "End a job in its user's name, as far as it can be ended")
  public JobResource.CancelBody cancel(@PathParam("id") String id) throws Refusal {
    Job job = known(id);
    Cancellation became = jobs.cancel(job.user(), job.id()).orElseThrow(AdminJobResource::unknown);
    LOG.infof(
        "Operator %s cancels job %s of %s: %s",
        operator.email(), job.id(), job.user(), became.outcome());
    return new JobResource.CancelBody(
        became.outcome().name().toLowerCase(Locale.ROOT), became.creditsReleased());
  }

  @POST
  @Path("/{id}/retry")
  @Operation(
      summary = "Submit the input of a job that failed or was cancelled once more",
      description = "In its user's name, and at its user's cost.")
  @APIResponse(
      responseCode = "200",
      description = "What it would cost, if only that was asked",
      content = @Content(schema = @Schema(implementation = Quotes.QuoteBody.class)))
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response retry(@PathParam("id") String id, @BeanParam Conditions conditions)
      throws Refusal {
    Job job = known(id);
    if (job.phase().status() != Phase.Status.FAILED) {
      throw new Refusal(
          Kind.CONFLICT, "NOT_FAILED", "id", "Only a job that failed or was cancelled is retried.");
    }
    String path = "%s/%s/retry".formatted(PATH, job.id());
    Terms terms = ofOperator(submits.terms(conditions, path));
    Response answer =
        submits.ticket(
            jobs.retry(job, terms).orElseThrow(AdminJobResource::unknown),
            "Another try",
            PATH + "/{id}");
    if (answer.getStatus() != Response.Status.ACCEPTED.getStatusCode()) {
      return answer;
    }
    String next = ((Submits.Accepted) answer.getEntity()).jobId();
    LOG.infof(
        "Operator %s retries job %s of %s as %s", operator.email(), job.id(), job.user(), next);
    return Response.fromResponse(answer)
        .header(HttpHeaders.LOCATION, null)
        .header(HttpHeaders.LOCATION, PATH + "/" + next)
        .build();
  }

  /** The keys of a user are the user's own: no operator may use one up. */
  private Terms ofOperator(Terms terms) {
    Draft.Idempotency key = terms.key();
    return key == null
        ? terms
        : new Terms.Order(
            new Draft.Idempotency(
                "operator %s %s".formatted(operator.email(), key.key()), key.bodyHash()));
  }

  /**
   * What was ended.
   *
   * @param outcome always {@code released}
   * @param creditsReleased what was set aside for it and may be spent again
   * @param providerAsked whether the provider is asked to drop its request
   */
  public record ReleaseBody(String outcome, long creditsReleased, boolean providerAsked) {}

  @POST
  @Path("/{id}/release")
  @Operation(
      summary = "End a job that hangs, at once and wherever it is",
      description =
          "It fails with the code RELEASED and costs its user nothing. The provider is asked to"
              + " drop its request, and may bill the owner of this server for it all the same.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ReleaseBody.class)))
  @APIResponse(responseCode = "409", description = "JOB_ENDED: it had ended before")
  public ReleaseBody release(@PathParam("id") String id) throws Refusal {
    return switch (oversight.release(id, operator.email()).orElseThrow(AdminJobResource::unknown)) {
      case Release.Released(Job job, boolean asked) ->
          new ReleaseBody("released", job.heldCredits(), asked);
      case Release.AlreadyEnded(Job job) ->
          throw new Refusal(
              Kind.CONFLICT,
              "JOB_ENDED",
              "id",
              "This job has ended: it is %s."
                  .formatted(job.phase().name().toLowerCase(Locale.ROOT)));
    };
  }

  private Job known(String id) throws Refusal {
    return store.find(id).orElseThrow(AdminJobResource::unknown);
  }

  private static Refusal unknown() {
    return new Refusal(Kind.NOT_FOUND, "JOB_NOT_FOUND", "id", "There is no such job.");
  }
}
