package dev.darkroom;

import dev.darkroom.StartChecks.StartException;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.FolderBlobs;
import dev.darkroom.blobs.PreviewUrls;
import dev.darkroom.blobs.S3Blobs;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.operations.Catalogue;
import dev.darkroom.operations.DirectUploads;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.operations.PreviewFolder;
import dev.darkroom.operations.Previews;
import dev.darkroom.operations.Quota;
import dev.darkroom.operations.StorageSettings;
import dev.darkroom.operations.UserFiles;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Builds what stores files, in a folder or in the bucket of R2_BUCKET, and what users may store.
 */
@Singleton
class FileStorage {
  private static final Logger LOG = Logger.getLogger(FileStorage.class);

  @Produces
  @Singleton
  Quota quota(Blobs blobs, StorageSettings settings, InstantSource clock) {
    return new Quota(blobs, settings, clock);
  }

  @Produces
  @Singleton
  UserFiles userFiles(Blobs blobs, LibraryStore library, Quota quota, Previews previews) {
    return new UserFiles(blobs, library, quota, previews);
  }

  @Produces
  @Singleton
  Previews previews(Blobs blobs, DataFolder data, OperationSettings settings, Catalogue catalogue) {
    try {
      PreviewFolder folder = new PreviewFolder(data.previews(), settings.previewBytesMax());
      return new Previews(blobs, folder, settings, catalogue);
    } catch (IOException e) {
      throw new StartException(
          "The folder of previews %s cannot be used: %s".formatted(data.previews(), e));
    }
  }

  /** Makes them with the server: a folder that cannot be used stops the start, not each request. */
  void begin(@Observes StartupEvent event, Previews previews) {
    LOG.debugf("%s", previews);
  }

  @Produces
  @Singleton
  PreviewUrls previewUrls(DarkroomSettings settings, ServerSecret secret) {
    return new PreviewUrls(secret.bytes(), settings.publicUrl());
  }

  @Produces
  @Singleton
  DirectUploads directUploads(
      Blobs blobs,
      Quota quota,
      OperationSettings settings,
      InstantSource clock,
      DataFolder data,
      Fetchers madeTheFolder) {
    return new DirectUploads(blobs, quota, settings, clock, data.downloads());
  }

  @Produces
  @Singleton
  Blobs blobs(
      S3Settings s3,
      DarkroomSettings settings,
      DataFolder data,
      ServerSecret secret,
      InstantSource clock) {
    return s3.bucket().isPresent()
        ? bucket(s3, settings, data, clock)
        : folder(settings, data, secret);
  }

  private static Blobs folder(DarkroomSettings settings, DataFolder data, ServerSecret secret) {
    Path folder = settings.filesDir().orElseGet(data::blobs);
    try {
      return new FolderBlobs(folder, secret.bytes(), settings.publicUrl());
    } catch (IOException e) {
      throw new StartException("DARKROOM_FILES_DIR %s cannot be used: %s".formatted(folder, e));
    }
  }

  private static Blobs bucket(
      S3Settings s3, DarkroomSettings settings, DataFolder data, InstantSource clock) {
    try {
      S3Blobs blobs = S3Blobs.open(StartChecks.bucket(s3, settings), data.downloads(), clock);
      URI page = settings.publicUrl();
      URI origin = URI.create(page.getScheme() + "://" + page.getRawAuthority());
      Thread.ofVirtual().name("cors-check").start(() -> warn(blobs, origin));
      return blobs;
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  /** Pictures are shown without these rules, so a start does not wait for them. */
  private static void warn(S3Blobs blobs, URI origin) {
    try {
      List<String> refused = blobs.refusedTo(origin);
      if (!refused.isEmpty()) {
        LOG.warnf(
            "The CORS rules of R2_BUCKET do not allow %s from %s: scripts there cannot read or"
                + " bring files. README.md has rules to paste, see Files in R2 or S3.",
            String.join(" and ", refused), origin);
      }
    } catch (IOException e) {
      LOG.warnf("The CORS rules of R2_BUCKET could not be asked for: %s", e.getMessage());
    }
  }
}
