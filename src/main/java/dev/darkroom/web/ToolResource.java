package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.operations.DrawToEdit;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Upscale;
import dev.darkroom.web.JobStatuses.StatusBody;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Tools on one picture, in the paths and bodies of the brief. */
@Path("/api/tools")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.JOBS)
public class ToolResource {
  static final String STATUS_PATH = "/api/tools/status";

  private final CurrentUser user;
  private final Upscale upscale;
  private final DrawToEdit drawToEdit;
  private final Submits submits;
  private final JobStatuses statuses;

  ToolResource(
      CurrentUser user,
      Upscale upscale,
      DrawToEdit drawToEdit,
      Submits submits,
      JobStatuses statuses) {
    this.user = user;
    this.upscale = upscale;
    this.drawToEdit = drawToEdit;
    this.submits = submits;
    this.statuses = statuses;
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
      @JsonProperty("original_height") @Nullable Double originalHeight,
      @JsonProperty("webhook_url") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String webhookUrl,
      @JsonProperty("webhook_events") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<@Nullable String> webhookEvents)
      implements WebhookWish {}

  /** The body of an edit of a region. */
  @Schema(requiredProperties = {"prompt", "imageDataUrl", "boundingBox"})
  public record DrawToEditBody(
      @Nullable String prompt,
      @Nullable String imageDataUrl,
      DrawToEdit.@Nullable Corners boundingBox,
      @Nullable String originalImageDataUrl,
      @Nullable String originalKey,
      @Nullable String carMaskUrl,
      @JsonProperty("webhook_url") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String webhookUrl,
      @JsonProperty("webhook_events") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<@Nullable String> webhookEvents)
      implements WebhookWish {}

  @POST
  @RunOnVirtualThread
  @Path("/upscale")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a picture larger")
  @APIResponse(
      responseCode = "200",
      description = "What it would cost, if only that was asked",
      content = @Content(schema = @Schema(implementation = Quotes.QuoteBody.class)))
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response upscale(@Nullable UpscaleBody body, @BeanParam Conditions conditions)
      throws Refusal {
    UpscaleBody asked = Required.body(body);
    return submits.answer(
        upscale.submit(
            user.email(),
            new Upscale.Request(asked.key(), asked.url(), asked.factor()),
            submits.terms(conditions, "/api/tools/upscale", asked)),
        "Upscale operation",
        STATUS_PATH);
  }

  @POST
  @RunOnVirtualThread
  @Path("/draw-to-edit")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Edit a region of a picture by words; the rest stays to the pixel")
  @APIResponse(
      responseCode = "200",
      description = "What it would cost, if only that was asked",
      content = @Content(schema = @Schema(implementation = Quotes.QuoteBody.class)))
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response drawToEdit(@Nullable DrawToEditBody body, @BeanParam Conditions conditions)
      throws Refusal {
    DrawToEditBody asked = Required.body(body);
    return submits.answer(
        drawToEdit.submit(
            user.email(),
            new DrawToEdit.Request(
                asked.prompt(),
                asked.imageDataUrl(),
                asked.boundingBox(),
                asked.originalKey(),
                asked.originalImageDataUrl(),
                asked.carMaskUrl()),
            submits.terms(conditions, "/api/tools/draw-to-edit", asked)),
        "Draw-to-edit operation",
        STATUS_PATH);
  }

  /** Only reads: no status call ever works, writes or asks the provider. */
  @GET
  @Path("/status")
  @Tagged
  @Parameter(
      name = "If-None-Match",
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING))
  @Operation(summary = "How a tool's job stands")
  @NonBlocking
  public Uni<StatusBody> status(@QueryParam("jobId") @Nullable String jobId) throws Refusal {
    return statuses.tool(jobId);
  }
}
