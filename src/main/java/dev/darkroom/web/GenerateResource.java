package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.operations.GenerateImage;
import dev.darkroom.operations.Refusal;
import dev.darkroom.templates.Vehicle;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Pictures from templates, in the paths and bodies of the brief. */
@Path(GenerateResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.JOBS)
public class GenerateResource {
  static final String PATH = "/api/templates/generate";

  private final CurrentUser user;
  private final GenerateImage generate;
  private final Submits submits;
  private final JobStatuses statuses;

  GenerateResource(
      CurrentUser user, GenerateImage generate, Submits submits, JobStatuses statuses) {
    this.user = user;
    this.generate = generate;
    this.submits = submits;
    this.statuses = statuses;
  }

  /** The body of a generation. Variables are texts, numbers, truths; the car may be among them. */
  public record GenerateBody(
      @Nullable String templateSlug,
      @Nullable String templateId,
      @Nullable List<@Nullable String> userImageKeys,
      @Nullable List<@Nullable String> userImageDataUrls,
      @Nullable Map<String, JsonNode> variables,
      @Nullable Vehicle vehicle,
      @Nullable Boolean isolateCar,
      @JsonProperty("webhook_url") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String webhookUrl,
      @JsonProperty("webhook_events") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<@Nullable String> webhookEvents)
      implements WebhookWish {}

  @POST
  @RunOnVirtualThread
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a picture from a template and photos")
  @APIResponse(
      responseCode = "200",
      description = "What it would cost, if only that was asked",
      content = @Content(schema = @Schema(implementation = Quotes.QuoteBody.class)))
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response generate(@Nullable GenerateBody body, @BeanParam Conditions conditions)
      throws Refusal {
    GenerateBody asked = Required.body(body);
    return submits.answer(
        generate.submit(
            user.email(),
            new GenerateImage.Request(
                asked.templateSlug(),
                asked.templateId(),
                Required.texts("userImageKeys", asked.userImageKeys()),
                Required.texts("userImageDataUrls", asked.userImageDataUrls()),
                Required.values("variables", asked.variables()),
                asked.vehicle() == null ? Vehicle.UNKNOWN : asked.vehicle(),
                asked.isolateCar() != null && asked.isolateCar()),
            submits.terms(conditions, PATH, asked)),
        "Image generation",
        PATH + "/status");
  }

  /** Only reads: no status call ever works, writes or asks the provider. */
  @GET
  @Path("/status")
  @Tagged
  @Parameter(
      name = "If-None-Match",
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING))
  @Operation(summary = "How a picture from a template stands")
  @NonBlocking
  public Uni<StatusBody> status(@QueryParam("jobId") @Nullable String jobId) throws Refusal {
    return statuses.image(jobId);
  }
}
