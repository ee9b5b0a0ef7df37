package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Upscale;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Tools on one picture, in the paths and bodies of the brief. */
@Path("/api/tools")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ToolResource {
  private static final String STATUS_PATH = "/api/tools/status";

  private final CurrentUser user;
  private final Upscale upscale;
  private final Jobs jobs;
  private final Submits submits;
  private final FileLinks links;

  ToolResource(CurrentUser user, Upscale upscale, Jobs jobs, Submits submits, FileLinks links) {
    this.user = user;
    this.upscale = upscale;
    this.jobs = jobs;
    this.submits = submits;
    this.links = links;
  }

  /**
   * The body of an upscale. The original's size is accepted for old clients and read from the file
   * instead.
   */
  public record UpscaleBody(
      @JsonProperty("r2_key") @Nullable String key,
      @JsonProperty("image_url") @Nullable String url,
      @JsonProperty("upscale_factor") @Nullable Double factor,
      @JsonProperty("original_width") @Nullable Double originalWidth,
      @JsonProperty("original_height") @Nullable Double originalHeight) {}

  /** How a tool's job stands. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StatusBody(
      String status,
      @Nullable String message,
      @Nullable Integer queuePosition,
      @Nullable Double progress,
      @Nullable String url,
      @Nullable String key,
      @Nullable Long credits,
      @Nullable String error,
      @Nullable String code,
      @JsonProperty("tool_type") String toolType) {}

  @POST
  @Path("/upscale")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a picture larger")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response upscale(
      @Nullable UpscaleBody body, @HeaderParam("Idempotency-Key") @Nullable String key)
      throws Refusal {
    UpscaleBody asked = Required.body(body);
    return submits.answer(
        upscale.submit(
            user.email(),
            new Upscale.Request(asked.key(), asked.url(), asked.factor()),
            submits.idempotency(key, "/api/tools/upscale", asked)),
        "Upscale operation",
        STATUS_PATH);
  }

  /** Only reads: no status call ever works, writes or asks the provider. */
  @GET
  @Path("/status")
  @Operation(summary = "How a tool's job stands")
  public StatusBody status(@QueryParam("jobId") @Nullable String jobId) throws Refusal {
    Job job = Required.job(jobs, user.email(), Required.parameter("jobId", jobId));
    String status = job.phase().status().name().toLowerCase(Locale.ROOT);
    var state = job.state();
    return switch (job.phase().status()) {
      case PENDING, PROCESSING ->
          new StatusBody(
              status,
              Words.of(job),
              jobs.queuePosition(job),
              state.progress(),
              null,
              null,
              null,
              null,
              null,
              job.type());
      case COMPLETED ->
          new StatusBody(
              status,
              null,
              null,
              null,
              links.url(state.resultKey()),
              state.resultKey(),
              state.chargedCredits(),
              null,
              null,
              job.type());
      case FAILED ->
          new StatusBody(
              status,
              null,
              null,
              null,
              null,
              null,
              null,
              Words.of(state.cause()),
              state.cause() == null ? "FAILED" : state.cause().code(),
              job.type());
    };
  }
}
