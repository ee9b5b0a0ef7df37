package dev.darkroom.web;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.operations.Previews;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.UserFiles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Small pictures of files, for lists of many. */
@Path("/api/storage/preview")
@RunOnVirtualThread
@RolesAllowed(Roles.FILES)
public class PreviewResource {
  private final CurrentUser user;
  private final UserFiles files;
  private final Blobs blobs;
  private final Previews previews;
  private final FileLinks links;

  PreviewResource(
      CurrentUser user, UserFiles files, Blobs blobs, Previews previews, FileLinks links) {
    this.user = user;
    this.files = files;
    this.blobs = blobs;
    this.previews = previews;
    this.links = links;
  }

  /** Of one of the user's own files, or of any file by an address that was signed for this. */
  @GET
  @PermitAll
  @Operation(summary = "A small picture of a file: of a video, an early frame")
  @APIResponse(
      responseCode = "200",
      content = {@Content(mediaType = "image/jpeg"), @Content(mediaType = "image/webp")})
  public Response preview(
      @QueryParam("key") @Nullable String key,
      @QueryParam("expires") @Nullable String expires,
      @QueryParam("signature") @Nullable String signature,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch)
      throws Refusal {
    String asked = Required.parameter("key", key);
    boolean signed = signature != null;
    if (signature != null && !links.opensPreview(asked, expires, signature)) {
      return FileAnswer.badSignature();
    }
    Blob blob =
        signed ? StorageResource.signed(blobs, asked) : files.find(user.email(Roles.FILES), asked);
    String etag = "\"" + Previews.version(blob) + "\"";
    if (FileAnswer.isKnown(etag, ifNoneMatch)) {
      return FileAnswer.headers(Response.notModified(), etag, signed).build();
    }
    byte[] preview = previews.of(blob);
    return FileAnswer.headers(Response.ok(preview), etag, signed)
        .header(HttpHeaders.CONTENT_TYPE, Previews.contentType(preview))
        .build();
  }
}
