package dev.darkroom.web;

import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryItem.Kind;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.UserFiles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The files that jobs made for the user. */
@Path("/api/library")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.FILES)
public class LibraryResource {
  private final CurrentUser user;
  private final LibraryStore library;
  private final UserFiles files;
  private final FileLinks links;

  LibraryResource(CurrentUser user, LibraryStore library, UserFiles files, FileLinks links) {
    this.user = user;
    this.library = library;
    this.files = files;
    this.links = links;
  }

  /** One file, with which job made it from which file. */
  public record ItemBody(
      String key,
      @Nullable String url,
      @Nullable String previewUrl,
      @Schema(enumeration = {"image", "video"}) String kind,
      String contentType,
      long size,
      int width,
      int height,
      @Nullable Double seconds,
      @Nullable Double fps,
      String blurhash,
      String jobId,
      @Schema(
              enumeration = {
                "image",
                "video",
                "upscale",
                "draw_to_edit",
                "studio",
                "rembg",
                "video_upscale",
                "video_interpolate"
              })
          String jobType,
      @Nullable String sourceKey,
      @Nullable String maskKey,
      @Nullable String maskUrl,
      Instant createdAt) {}

  @GET
  @Operation(summary = "My results, newest first")
  public Page<ItemBody> list(
      @QueryParam("kind") @Nullable String kind,
      @QueryParam("type") @Nullable String type,
      @QueryParam("limit") @DefaultValue("20") String limit,
      @QueryParam("cursor") @Nullable String cursor)
      throws Refusal {
    int most = Required.limit(limit);
    return Page.of(
        library.list(
            user.email(),
            Required.oneOf("kind", kind, Kind.class),
            type,
            most + 1,
            Required.cursor(cursor)),
        most,
        LibraryItem::id,
        this::body);
  }

  @DELETE
  @Operation(summary = "Delete a result with its file")
  public void delete(@QueryParam("key") @Nullable String key) throws Refusal {
    files.deleteResult(user.email(), Required.parameter("key", key));
  }

  private ItemBody body(LibraryItem item) {
    return new ItemBody(
        item.key(),
        links.url(item.key()),
        links.preview(item.key()),
        item.kind().name().toLowerCase(Locale.ROOT),
        item.contentType(),
        item.bytes(),
        item.width(),
        item.height(),
        item.seconds(),
        item.fps(),
        item.blurhash(),
        item.jobId(),
        item.jobType(),
        item.sourceKey(),
        item.maskKey(),
        links.url(item.maskKey()),
        item.createdAt());
  }
}
