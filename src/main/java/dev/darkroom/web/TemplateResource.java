package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.TemplateEditor;
import dev.darkroom.templates.Motion;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.Variable;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The templates: everybody reads them, the admin writes them. */
@Path("/api/templates")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.JOBS)
public class TemplateResource {
  private final CurrentUser user;
  private final TemplateStore store;
  private final TemplateEditor editor;
  private final FileLinks links;

  TemplateResource(CurrentUser user, TemplateStore store, TemplateEditor editor, FileLinks links) {
    this.user = user;
    this.store = store;
    this.editor = editor;
    this.links = links;
  }

  /** A template as it is read. */
  public record TemplateBody(
      String id,
      String slug,
      String name,
      String description,
      String prompt,
      @Nullable String model,
      @Nullable String aspectRatio,
      List<String> imageKeys,
      List<ImageBody> images,
      List<VariableBody> variables,
      @Nullable VideoBody video,
      Instant createdAt,
      Instant updatedAt) {}

  /** A picture of the template's own. */
  public record ImageBody(String key, @Nullable String url, @Nullable String previewUrl) {}

  /** Something that it asks for; {@code default} is text, whatever the type. */
  public record VariableBody(
      @Nullable String key,
      @Nullable String label,
      @Nullable String type,
      @Nullable Boolean required,
      @JsonProperty("default") @Nullable JsonNode initial,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Integer maxChars,
      @Nullable List<@Nullable String> options) {}

  /** How its pictures are set in motion. */
  public record VideoBody(
      @Nullable String provider,
      @Nullable String prompt,
      @Nullable JsonNode duration,
      @Nullable String resolution,
      @JsonProperty("aspect_ratio") @Nullable String aspectRatio,
      @JsonProperty("camera_fixed") @Nullable Boolean cameraFixed) {}

  /**
   * A template as it is written.
   *
   * @param imageKeys files of the writer's, which are copied, or pictures that the template has;
   *     left out, it keeps those that it has
   */
  @Schema(requiredProperties = {"name", "prompt"})
  public record EditBody(
      @Nullable String slug,
      @Nullable String name,
      @Nullable String description,
      @Nullable String prompt,
      @Nullable String model,
      @Nullable String aspectRatio,
      @Nullable List<@Nullable String> imageKeys,
      @Nullable List<@Nullable VariableBody> variables,
      @Nullable VideoBody video) {}

  @GET
  @Operation(summary = "All templates, oldest first")
  public Page<TemplateBody> list(
      @QueryParam("limit") @DefaultValue("50") String limit,
      @QueryParam("cursor") @Nullable String cursor)
      throws Refusal {
    int most = Required.limit(limit);
    return Page.of(store.list(most + 1, Required.cursor(cursor)), most, Template::id, this::body);
  }

  @GET
  @Path("/{slug}")
  @Operation(summary = "One template")
  public TemplateBody template(@PathParam("slug") String slug) throws Refusal {
    return body(
        store
            .bySlug(slug)
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "TEMPLATE_NOT_FOUND",
                        "slug",
                        "There is no such template.")));
  }

  @POST
  @RolesAllowed(Roles.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a template")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = TemplateBody.class)))
  public Response create(@Nullable EditBody body) throws Refusal {
    EditBody edit = Required.body(body);
    Template made =
        editor.create(user.email(), edit(edit, Objects.requireNonNullElse(edit.slug(), "")));
    return Response.status(201)
        .header("Location", "/api/templates/" + made.slug())
        .entity(body(made))
        .build();
  }

  @PUT
  @RolesAllowed(Roles.ADMIN)
  @Path("/{slug}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Change a template")
  public TemplateBody replace(@PathParam("slug") String slug, @Nullable EditBody body)
      throws Refusal {
    EditBody edit = Required.body(body);
    String named = edit.slug() == null ? slug : edit.slug();
    return body(editor.replace(user.email(), slug, edit(edit, named)));
  }

  @DELETE
  @RolesAllowed(Roles.ADMIN)
  @Path("/{slug}")
  @Operation(summary = "Remove a template with its pictures")
  public void remove(@PathParam("slug") String slug) throws Refusal {
    editor.remove(slug);
  }

  private static TemplateEditor.Edit edit(EditBody body, String slug) throws Refusal {
    List<Variable> variables = new ArrayList<>();
    if (body.variables() != null) {
      for (int i = 0; i < body.variables().size(); i++) {
        variables.add(variable("variables[%d]".formatted(i), body.variables().get(i)));
      }
    }
    return new TemplateEditor.Edit(
        slug,
        Objects.requireNonNullElse(body.name(), ""),
        Objects.requireNonNullElse(body.description(), ""),
        Objects.requireNonNullElse(body.prompt(), ""),
        body.model(),
        body.aspectRatio(),
        body.imageKeys() == null ? null : Required.texts("imageKeys", body.imageKeys()),
        variables,
        body.video() == null ? null : motion(body.video()));
  }

  private static Motion motion(VideoBody body) throws Refusal {
    return new Motion(
        body.provider(),
        Objects.requireNonNullElse(body.prompt(), ""),
        Required.number("video.duration", body.duration()),
        body.resolution(),
        body.aspectRatio(),
        body.cameraFixed());
  }

  private static Variable variable(String at, @Nullable VariableBody body) throws Refusal {
    if (body == null) {
      throw Required.badValue(at);
    }
    Variable.Type type = Required.oneOf(at + ".type", body.type(), Variable.Type.class);
    JsonNode initial = body.initial();
    if (initial != null && initial.isContainerNode()) {
      throw Required.badValue(at + ".default");
    }
    String key = Objects.requireNonNullElse(body.key(), "");
    return new Variable(
        key,
        Objects.requireNonNullElse(body.label(), key),
        type == null ? Variable.Type.TEXT : type,
        body.required() != null && body.required(),
        initial == null || initial.isNull() ? null : initial.asText(),
        body.min(),
        body.max(),
        body.maxChars() == null ? Variable.CHARS_MAX : body.maxChars(),
        Required.texts(at + ".options", body.options()));
  }

  private TemplateBody body(Template template) {
    return new TemplateBody(
        template.id(),
        template.slug(),
        template.name(),
        template.description(),
        template.prompt(),
        template.model(),
        template.aspectRatio(),
        template.imageKeys(),
        template.imageKeys().stream()
            .map(key -> new ImageBody(key, links.url(key), links.preview(key)))
            .toList(),
        template.variables().stream().map(TemplateResource::body).toList(),
        template.motion() == null ? null : body(template.motion()),
        template.createdAt(),
        template.updatedAt());
  }

  private static VideoBody body(Motion motion) {
    return new VideoBody(
        motion.provider(),
        motion.prompt(),
        motion.duration() == null ? null : DoubleNode.valueOf(motion.duration()),
        motion.resolution(),
        motion.aspectRatio(),
        motion.cameraFixed());
  }

  private static VariableBody body(Variable variable) {
    String initial = variable.initial();
    return new VariableBody(
        variable.key(),
        variable.label(),
        variable.type().name().toLowerCase(Locale.ROOT),
        variable.required(),
        initial == null ? null : TextNode.valueOf(initial),
        variable.min(),
        variable.max(),
        variable.maxChars(),
        List.copyOf(variable.options()));
  }
}
