package dev.darkroom.web;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryItem.Kind;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.library.UserFolder;
import dev.darkroom.operations.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The files that jobs made for the user. */
@Path("/api/library")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LibraryResource {
  private final CurrentUser user;
  private final LibraryStore library;
  private final Blobs blobs;
  private final FileLinks links;

  LibraryResource(CurrentUser user, LibraryStore library, Blobs blobs, FileLinks links) {
    this.user = user;
    this.library = library;
    this.blobs = blobs;
    this.links = links;
  }

  /** One file, with which job made it from which file. */
  public record ItemBody(
      String key,
      @Nullable String url,
      String kind,
      String contentType,
      long size,
      int width,
      int height,
      @Nullable Double seconds,
      @Nullable Double fps,
      String blurhash,
      String jobId,
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

  /** The row goes first: a file without a row is waste, a row without a file a broken picture. */
  @DELETE
  @Operation(summary = "Delete a result with its file")
  public void delete(@QueryParam("key") @Nullable String key) throws Refusal {
    String asked = Required.parameter("key", key);
    LibraryItem item =
        UserFolder.of(user.email())
            .resolve(asked)
            .flatMap(whole -> library.remove(user.email(), whole))
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "FILE_NOT_FOUND",
                        "key",
                        "There is no such file in your library."));
    try {
      blobs.delete(BlobKey.of(item.key()));
      if (item.maskKey() != null) {
        blobs.delete(BlobKey.of(item.maskKey()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A file of the library could not be deleted", e);
    }
  }

  private ItemBody body(LibraryItem item) {
    return new ItemBody(
        item.key(),
        links.url(item.key()),
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
