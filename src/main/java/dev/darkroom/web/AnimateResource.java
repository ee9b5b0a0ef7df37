package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Terms;
import dev.darkroom.operations.AnimateImage;
import dev.darkroom.operations.Fingerprints;
import dev.darkroom.operations.Refusal;
import dev.darkroom.web.JobStatuses.StatusBody;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Videos from pictures, in the paths and forms of the brief. */
@Path(AnimateResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.JOBS)
public class AnimateResource {
  static final String PATH = "/api/templates/video";

  private final CurrentUser user;
  private final AnimateImage animate;
  private final Submits submits;
  private final JobStatuses statuses;
  private final ObjectMapper json;

  AnimateResource(
      CurrentUser user,
      AnimateImage animate,
      Submits submits,
      JobStatuses statuses,
      ObjectMapper json) {
    this.user = user;
    this.animate = animate;
    this.submits = submits;
    this.statuses = statuses;
    this.json = json;
  }

  /**
   * The form field {@code data}, as JSON. Values that are not offered fall to the nearest.
   *
   * @param duration seconds; old clients send it as text
   * @param fps accepted for old clients; the provider decides
   */
  @Schema(name = "AnimateData")
  public record AnimateData(
      @Nullable String templateSlug,
      @Nullable String templateId,
      @Nullable String prompt,
      @Nullable JsonNode duration,
      @Nullable String resolution,
      @JsonProperty("aspect_ratio") @Nullable String aspectRatio,
      @JsonProperty("camera_fixed") @Nullable Boolean cameraFixed,
      @Nullable Long seed,
      @Nullable Double fps,
      @Nullable Map<String, JsonNode> variables,
      @Nullable String provider,
      @JsonProperty("webhook_url") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String webhookUrl,
      @JsonProperty("webhook_events") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<@Nullable String> webhookEvents)
      implements WebhookWish {

    static final AnimateData NOTHING =
        new AnimateData(
            null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** What tells one request from another. */
  private record Asked(AnimateData data, String startImageSha256) implements WebhookWish {
    @Override
    public @Nullable String webhookUrl() {
      return data.webhookUrl();
    }

    @Override
    public @Nullable List<@Nullable String> webhookEvents() {
      return data.webhookEvents();
    }
  }

  /** The picture is streamed to disk before it is looked at. */
  @POST
  @RunOnVirtualThread
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(summary = "Make a video that begins with a picture")
  @APIResponse(
      responseCode = "200",
      description = "What it would cost, if only that was asked",
      content = @Content(schema = @Schema(implementation = Quotes.QuoteBody.class)))
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response animate(
      @RestForm @Nullable FileUpload startImage,
      @RestForm @Nullable String data,
      @BeanParam Conditions conditions,
      @Context RoutingContext request)
      throws Refusal {
    // Whoever waits for the end holds no place of the forms on disk.
    return submits.answer(
        admitted(startImage, data, conditions, request), "Video generation", PATH + "/status");
  }

  private Admission admitted(
      @Nullable FileUpload startImage,
      @Nullable String data,
      Conditions conditions,
      RoutingContext request)
      throws Refusal {
    try (var _ = BodyLimits.onDisk(request)) {
      AnimateData asked = parsed(data);
      java.nio.file.Path image = startImage == null ? null : startImage.uploadedFile();
      return animate.submit(
          user.email(),
          new AnimateImage.Request(
              image,
              asked.templateSlug(),
              asked.templateId(),
              asked.prompt(),
              Required.number("duration", asked.duration()),
              asked.resolution(),
              asked.aspectRatio(),
              asked.cameraFixed(),
              asked.seed(),
              Required.values("variables", asked.variables()),
              asked.provider()),
          terms(conditions, asked, image));
    }
  }

  private AnimateData parsed(@Nullable String data) throws Refusal {
    try {
      AnimateData read =
          data == null || data.isBlank() ? null : json.readValue(data, AnimateData.class);
      return read == null ? AnimateData.NOTHING : read;
    } catch (JsonProcessingException e) {
      if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
        throw new Refusal(
            Refusal.Kind.BAD_INPUT, "BAD_JSON", "data", "data must be a JSON object.");
      }
      throw new WebApplicationException(e, Response.Status.BAD_REQUEST);
    }
  }

  private Terms terms(Conditions conditions, AnimateData data, java.nio.file.@Nullable Path image)
      throws Refusal {
    try {
      String hash = conditions.key() == null || image == null ? "" : Fingerprints.ofFile(image);
      return submits.terms(conditions, PATH, new Asked(data, hash));
    } catch (IOException e) {
      throw new UncheckedIOException("An upload could not be read", e);
    }
  }

  /** Only reads: no status call ever works, writes or asks the provider. */
  @GET
  @Path("/status")
  @Tagged
  @Parameter(
      name = "If-None-Match",
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING))
  @Operation(summary = "How a video from a picture stands")
  @NonBlocking
  public Uni<StatusBody> status(@QueryParam("jobId") @Nullable String jobId) throws Refusal {
    return statuses.video(jobId);
  }
}
