package dev.darkroom.web;

import dev.darkroom.blobs.PutPermit;
import dev.darkroom.blobs.SignedPut;
import dev.darkroom.operations.DirectUploads;
import dev.darkroom.operations.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Files that browsers bring straight to where they are stored. */
@Path("/api/storage")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.FILES)
public class PresignResource {
  static final String PUT = "/put";

  private final CurrentUser user;
  private final DirectUploads uploads;
  private final BodyLimits limits;

  PresignResource(CurrentUser user, DirectUploads uploads, BodyLimits limits) {
    this.user = user;
    this.uploads = uploads;
    this.limits = limits;
  }

  /**
   * What is going to be brought.
   *
   * @param path a folder below the user's own; without one, {@code uploads}
   * @param size in bytes
   */
  @Schema(requiredProperties = {"filename", "contentType", "size"})
  public record PresignRequest(
      @Nullable String path,
      @Nullable String filename,
      @Nullable String contentType,
      @Nullable Long size) {}

  /** One request that stores the file: this method and these headers, with the file as its body. */
  public record PresignBody(
      String url, String method, Map<String, String> headers, String key, Instant expiresAt) {}

  @POST
  @Path("/presign")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "An address to which a browser may upload one file")
  public PresignBody presign(@Nullable PresignRequest request) throws Refusal {
    PresignRequest asked = Required.body(request);
    DirectUploads.Ticket ticket =
        uploads.permit(
            user.email(),
            asked.path(),
            Required.parameter("filename", asked.filename()),
            Required.parameter("contentType", asked.contentType()),
            asked.size() == null ? 0 : asked.size());
    SignedPut put = ticket.put();
    return new PresignBody(
        put.url().toString(),
        put.method(),
        put.headers(),
        ticket.key().value(),
        ticket.expiresAt());
  }

  /** Where files lie in a folder, this server takes what a bucket would take itself. */
  @PUT
  @PermitAll
  @Path(PUT)
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Store one file at an address from presign")
  @Parameter(name = "key", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "type", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "size", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "expires", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  @Parameter(name = "signature", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.STRING))
  public void put(
      @Context UriInfo uri,
      @HeaderParam("Content-Type") @Nullable String type,
      @HeaderParam("Content-Length") @DefaultValue("-1") long length,
      @Context RoutingContext request,
      InputStream body)
      throws Refusal {
    String asked = "/api/storage" + PUT + "?" + uri.getRequestUri().getRawQuery();
    PutPermit permit = uploads.check(asked, type, length);
    limits.claim(request, () -> folder(permit.key().value()));
    // The body comes only while it is read, so its arrival and its stay end together.
    try (var _ = BodyLimits.coming(request)) {
      uploads.take(permit, body);
    }
  }

  /** {@code users/{userId}/} of a key. */
  private static String folder(String key) {
    return key.substring(0, key.indexOf('/', key.indexOf('/') + 1) + 1);
  }

  static boolean isPut(RoutingContext request) {
    return request.normalizedPath().equals("/api/storage" + PUT);
  }
}
