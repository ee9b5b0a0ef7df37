package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.darkroom.blobs.Blob;
import dev.darkroom.operations.Quota;
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
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The user's folders and files. */
@Path("/api/storage")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.FILES)
public class FilesResource {
  private final CurrentUser user;
  private final UserFiles files;
  private final Quota quota;
  private final FileLinks links;

  FilesResource(CurrentUser user, UserFiles files, Quota quota, FileLinks links) {
    this.user = user;
    this.files = files;
    this.quota = quota;
    this.links = links;
  }

  /** An address that opens a file for an hour. */
  public record ViewBody(String key, @Nullable String url, String contentType, long size) {}

  /** A file in a listing. */
  public record FileBody(String key, @Nullable String url, long size, Instant modifiedAt) {}

  /**
   * One page of a folder.
   *
   * @param folders paths to be listed in their turn
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record FolderBody(
      List<String> folders, List<FileBody> files, @Nullable String nextCursor) {}

  /** In bytes. */
  public record UsageBody(
      @Schema(enumeration = {"base", "premium", "ultra"}) String plan,
      long used,
      long limit,
      long remaining) {}

  @GET
  @Path("/view")
  @Operation(summary = "An address that opens a file for an hour")
  public ViewBody view(@QueryParam("key") @Nullable String key) throws Refusal {
    Blob blob = files.find(user.email(), Required.parameter("key", key));
    String whole = blob.key().value();
    return new ViewBody(whole, links.url(whole), blob.contentType(), blob.size());
  }

  @GET
  @Path("/list")
  @Operation(summary = "What lies in one of my folders")
  public FolderBody list(
      @QueryParam("path") @DefaultValue("") String path,
      @QueryParam("limit") @DefaultValue("100") String limit,
      @QueryParam("cursor") @Nullable String cursor)
      throws Refusal {
    UserFiles.Folder folder = files.list(user.email(), path, Required.limit(limit), cursor);
    return new FolderBody(
        folder.folders(),
        folder.files().stream()
            .map(
                file ->
                    new FileBody(
                        file.key().value(),
                        links.url(file.key().value()),
                        file.size(),
                        file.modified()))
            .toList(),
        folder.next());
  }

  @DELETE
  @Operation(summary = "Delete a file, and its place in the library if it is a result")
  public void delete(@QueryParam("key") @Nullable String key) throws Refusal {
    files.delete(user.email(), Required.parameter("key", key));
  }

  @GET
  @Path("/usage")
  @Operation(summary = "How much I store, and how much I may")
  public UsageBody usage() {
    Refusal.Room room = quota.of(user.email());
    return new UsageBody(
        quota.plan().name().toLowerCase(Locale.ROOT), room.used(), room.limit(), room.remaining());
  }
}
