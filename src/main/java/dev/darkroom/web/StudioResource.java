package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Studio;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** One picture out of several, in the path and body of the brief. */
@Path(StudioResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.JOBS)
public class StudioResource {
  static final String PATH = "/api/studio";

  private final CurrentUser user;
  private final Studio studio;
  private final Submits submits;

  StudioResource(CurrentUser user, Studio studio, Submits submits) {
    this.user = user;
    this.studio = studio;
    this.submits = submits;
  }

  /** The body of an edit by words. */
  @Schema(requiredProperties = {"prompt"})
  public record StudioBody(
      @Nullable String prompt,
      @JsonProperty("image_urls") @Nullable List<@Nullable String> urls,
      @JsonProperty("image_keys") @Nullable List<@Nullable String> keys,
      @JsonProperty("webhook_url") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String webhookUrl,
      @JsonProperty("webhook_events") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<@Nullable String> webhookEvents)
      implements WebhookWish {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make one picture out of several, by words")
  @APIResponse(
      responseCode = "200",
      description = "What it would cost, if only that was asked",
      content = @Content(schema = @Schema(implementation = Quotes.QuoteBody.class)))
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response studio(@Nullable StudioBody body, @BeanParam Conditions conditions)
      throws Refusal {
    StudioBody asked = Required.body(body);
    return submits.answer(
        studio.submit(
            user.email(),
            new Studio.Request(
                asked.prompt(),
                Required.texts("image_keys", asked.keys()),
                Required.texts("image_urls", asked.urls())),
            submits.terms(conditions, PATH, asked)),
        "Studio operation",
        ToolResource.STATUS_PATH);
  }
}
