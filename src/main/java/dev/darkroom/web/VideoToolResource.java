package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Job;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.operations.InterpolateVideo;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.UpscaleVideo;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Tools on one video, in the paths and bodies of the brief: they wait for the end, for a while. */
@Path("/api/tools")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.JOBS)
public class VideoToolResource {
  static final String UPSCALE_PATH = "/api/tools/video-upscale";
  static final String INTERPOLATE_PATH = "/api/tools/video-interpolate";

  private final CurrentUser user;
  private final UpscaleVideo upscale;
  private final InterpolateVideo interpolate;
  private final Submits submits;
  private final Waits waits;
  private final FileLinks links;
  private final OperationSettings settings;

  VideoToolResource(
      CurrentUser user,
      UpscaleVideo upscale,
      InterpolateVideo interpolate,
      Submits submits,
      Waits waits,
      FileLinks links,
      OperationSettings settings) {
    this.user = user;
    this.upscale = upscale;
    this.interpolate = interpolate;
    this.submits = submits;
    this.waits = waits;
    this.links = links;
    this.settings = settings;
  }

  /** Names a video of the user's own. */
  @Schema(requiredProperties = {"r2_key"})
  public record VideoToolBody(
      @JsonProperty("r2_key") @Nullable String key,
      @JsonProperty("webhook_url") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String webhookUrl,
      @JsonProperty("webhook_events") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<@Nullable String> webhookEvents)
      implements WebhookWish {}

  /** The result, at a signed address. */
  public record MadeBody(
      String key,
      @Nullable String url,
      @JsonProperty("credits_used") long creditsUsed,
      String jobId) {}

  @POST
  @Path("/video-upscale")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a video larger, up to full HD")
  @APIResponse(
      responseCode = "200",
      description = "The result, or what it would cost, if only that was asked",
      content = @Content(schema = @Schema(oneOf = {MadeBody.class, Quotes.QuoteBody.class})))
  @APIResponse(
      responseCode = "202",
      description = "It takes longer than was waited for; the job goes on",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response upscale(
      @Nullable VideoToolBody body,
      @BeanParam Conditions conditions,
      @Context RoutingContext request)
      throws Refusal {
    VideoToolBody asked = Required.body(body);
    Admission admission =
        upscale.submit(user.email(), asked.key(), submits.terms(conditions, UPSCALE_PATH, asked));
    return waited(admission, "Video upscale", conditions, request);
  }

  @POST
  @Path("/video-interpolate")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make the motion of an upscaled video smoother")
  @APIResponse(
      responseCode = "200",
      description = "The result, or what it would cost, if only that was asked",
      content = @Content(schema = @Schema(oneOf = {MadeBody.class, Quotes.QuoteBody.class})))
  @APIResponse(
      responseCode = "202",
      description = "It takes longer than was waited for; the job goes on",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response interpolate(
      @Nullable VideoToolBody body,
      @BeanParam Conditions conditions,
      @Context RoutingContext request)
      throws Refusal {
    VideoToolBody asked = Required.body(body);
    Admission admission =
        interpolate.submit(
            user.email(), asked.key(), submits.terms(conditions, INTERPOLATE_PATH, asked));
    return waited(admission, "Video interpolation", conditions, request);
  }

  private Response waited(
      Admission admission, String what, Conditions conditions, RoutingContext request) {
    Preference preference = Preference.read(conditions.prefer(), settings.videoWait());
    return waits.answer(admission, what, preference, request, this::made);
  }

  private MadeBody made(LibraryItem item, Job job, long credits) {
    return new MadeBody(item.key(), links.url(item.key()), credits, job.id());
  }
}
