package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.jobs.Admission;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.RemoveBackground;
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

/** Background removal, in the path and body of the brief: it waits for the end, for a while. */
@Path(RembgResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.JOBS)
public class RembgResource {
  static final String PATH = "/api/tools/rembg";

  private final CurrentUser user;
  private final RemoveBackground removeBackground;
  private final Submits submits;
  private final Waits waits;
  private final FileLinks links;
  private final OperationSettings settings;

  RembgResource(
      CurrentUser user,
      RemoveBackground removeBackground,
      Submits submits,
      Waits waits,
      FileLinks links,
      OperationSettings settings) {
    this.user = user;
    this.removeBackground = removeBackground;
    this.submits = submits;
    this.waits = waits;
    this.links = links;
    this.settings = settings;
  }

  /** The body of a removal. */
  public record RembgBody(
      @JsonProperty("r2_key") @Nullable String key,
      @JsonProperty("image_url") @Nullable String url,
      @JsonProperty("data_url") @Nullable String dataUrl,
      @Nullable String model,
      @JsonProperty("operating_resolution") @Nullable String operatingResolution,
      @JsonProperty("output_format") @Nullable String outputFormat,
      @JsonProperty("refine_foreground") @Nullable Boolean refineForeground,
      @JsonProperty("output_mask") @Nullable Boolean outputMask,
      @JsonProperty("webhook_url") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String webhookUrl,
      @JsonProperty("webhook_events") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<@Nullable String> webhookEvents)
      implements WebhookWish {}

  /**
   * The result.
   *
   * @param image what was cut out, on nothing
   * @param mask white where it was, if that was asked for
   * @param requestId the job's id, or {@code cache} if nothing had to be done
   * @param credits what it cost
   */
  public record CutOutBody(
      FileBody image,
      @JsonProperty("mask_image") @Nullable FileBody mask,
      String requestId,
      String key,
      long credits) {}

  /** A file at a signed address. */
  @Schema(name = "LinkBody")
  public record FileBody(@Nullable String url) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Cut the subject out of a picture; the same again is free")
  @APIResponse(
      responseCode = "200",
      description = "The result, or what it would cost, if only that was asked",
      content = @Content(schema = @Schema(oneOf = {CutOutBody.class, Quotes.QuoteBody.class})))
  @APIResponse(
      responseCode = "202",
      description = "It takes longer than was waited for; the job goes on",
      content = @Content(schema = @Schema(implementation = Submits.Accepted.class)))
  public Response rembg(
      @Nullable RembgBody body, @BeanParam Conditions conditions, @Context RoutingContext request)
      throws Refusal {
    RembgBody asked = Required.body(body);
    RemoveBackground.Answer answer =
        removeBackground.submit(
            user.email(),
            new RemoveBackground.Request(
                asked.key(),
                asked.url(),
                asked.dataUrl(),
                asked.model(),
                asked.operatingResolution(),
                asked.outputFormat(),
                asked.refineForeground(),
                asked.outputMask()),
            submits.terms(conditions, PATH, asked));
    BodyLimits.release(request);
    return switch (answer) {
      case RemoveBackground.Answer.Known(LibraryItem item) ->
          Response.ok(cutOut(item, "cache", 0)).build();
      case RemoveBackground.Answer.Asked(Admission admission) ->
          waits.answer(
              admission,
              "Background removal",
              Preference.read(conditions.prefer(), settings.rembgWait()),
              request,
              (item, job, credits) -> cutOut(item, job.id(), credits));
    };
  }

  private CutOutBody cutOut(LibraryItem item, String requestId, long credits) {
    return new CutOutBody(
        new FileBody(links.url(item.key())),
        item.maskKey() == null ? null : new FileBody(links.url(item.maskKey())),
        requestId,
        item.key(),
        credits);
  }
}
