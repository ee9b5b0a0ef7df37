package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import dev.darkroom.operations.Uploads;
import dev.darkroom.operations.Uploads.Uploaded;
import dev.darkroom.operations.UserFiles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** The user's files. */
@Path("/api/storage")
@RunOnVirtualThread
@RolesAllowed(Roles.FILES)
public class StorageResource {
  private final CurrentUser user;
  private final Uploads uploads;
  private final UserFiles files;
  private final Blobs blobs;
  private final FileLinks links;
  private final InstantSource clock;

  StorageResource(
      CurrentUser user,
      Uploads uploads,
      UserFiles files,
      Blobs blobs,
      FileLinks links,
      InstantSource clock) {
    this.user = user;
    this.uploads = uploads;
    this.files = files;
    this.blobs = blobs;
    this.links = links;
    this.clock = clock;
  }

  /** A stored file; width and height as it is shown, seconds and fps of videos only. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record UploadedBody(
      String key,
      @Nullable String url,
      String contentType,
      long size,
      int width,
      int height,
      @Nullable Double seconds,
      @Nullable Double fps) {}

  /** Streamed to disk before it is looked at. */
  @POST
  @Path("/upload")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @NeedsRoom
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Bring a picture or a video")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = UploadedBody.class)))
  public Response upload(
      @RestForm @Nullable FileUpload file,
      @RestForm @Nullable String path,
      @Context RoutingContext request)
      throws Refusal {
    try (var _ = BodyLimits.onDisk(request)) {
      if (file == null) {
        throw new Refusal(
            Kind.BAD_INPUT, "FILE_REQUIRED", "file", "The form field file is missing.");
      }
      Uploaded stored = uploads.take(user.email(), path, file.fileName(), file.uploadedFile());
      return Response.status(201).entity(body(stored)).build();
    }
  }

  private UploadedBody body(Uploaded stored) {
    return new UploadedBody(
        stored.key(),
        links.url(stored.key()),
        stored.contentType(),
        stored.bytes(),
        stored.width(),
        stored.height(),
        stored.seconds(),
        stored.fps());
  }

  /** The bytes of one of the user's own files, or of any file by an address that was signed. */
  @GET
  @Path("/file")
  @PermitAll
  @Operation(summary = "The bytes of a file, or a range of them")
  public Response file(
      @QueryParam("key") @Nullable String key,
      @QueryParam("expires") @Nullable String expires,
      @QueryParam("signature") @Nullable String signature,
      @HeaderParam("Range") @Nullable String range,
      @HeaderParam("If-Range") @Nullable String ifRange,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch)
      throws Refusal {
    String asked = Required.parameter("key", key);
    boolean signed = signature != null;
    if (signature != null && !isOurs(asked, expires, signature)) {
      return FileAnswer.badSignature();
    }
    Blob blob = signed ? signed(blobs, asked) : files.find(user.email(Roles.FILES), asked);
    return FileAnswer.of(blobs, blob, range, ifRange, ifNoneMatch, signed);
  }

  private boolean isOurs(String key, @Nullable String expires, String signature) {
    String address =
        "/api/storage/file?key=%s&expires=%s&signature=%s"
            .formatted(URLEncoder.encode(key, StandardCharsets.UTF_8), expires, signature);
    return blobs.read(address, clock.instant()).isPresent();
  }

  /** The file of a key that was signed, whosever it is. */
  static Blob signed(Blobs blobs, String key) throws Refusal {
    try {
      return blobs.find(BlobKey.of(key)).orElseThrow(UserFiles::unknown);
    } catch (IOException e) {
      throw new UncheckedIOException("A file could not be found", e);
    }
  }
}
