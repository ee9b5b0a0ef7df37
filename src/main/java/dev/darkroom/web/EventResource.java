package dev.darkroom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.operations.Refusal;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** What happens to all jobs of the user, as it happens. */
@Path("/api/events")
@RunOnVirtualThread
@RolesAllowed(Roles.JOBS)
public class EventResource {
  private final CurrentUser user;
  private final Jobs jobs;
  private final EventStreams streams;
  private final ObjectMapper json;

  EventResource(CurrentUser user, Jobs jobs, EventStreams streams, ObjectMapper json) {
    this.json = json;
    this.user = user;
    this.jobs = jobs;
    this.streams = streams;
  }

  /** Begins with what is written from now on, unless the reader says what it has. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(summary = "The logs of all my jobs as they grow")
  @APIResponse(
      responseCode = "200",
      description = "Lines of the log, each the data of an event",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = JobBody.EventBody.class)))
  public Multi<OutboundSseEvent> events(
      @HeaderParam(EventStreams.LAST) @Nullable String last,
      @QueryParam(EventStreams.AFTER) @Nullable String after,
      @Context Sse sse,
      @Context RoutingContext request)
      throws Refusal {
    Wire wire = new Wire(sse, json);
    EventLog log = new EventLog.OfUser(jobs, user.email(), wire);
    return streams.open(log, EventStreams.place(last, after), wire, log.end(), request);
  }
}
