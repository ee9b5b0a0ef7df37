package dev.darkroom.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.DownloadException;
import dev.darkroom.blobs.Downloaded;
import dev.darkroom.blobs.Downloads;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.StageException;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryItem.Kind;
import dev.darkroom.library.UserFolder;
import dev.darkroom.media.MeasuredVideo;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureException;
import dev.darkroom.media.PictureFormat;
import dev.darkroom.media.PixelPlace;
import dev.darkroom.media.Seen;
import dev.darkroom.media.SeenVideo;
import dev.darkroom.media.Video;
import dev.darkroom.media.VideoException;
import dev.darkroom.media.VideoLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes results from the provider, and puts what was made into the user's library. */
public final class Results {
  private static final int FETCH_AGAIN_MAX = 3;

  private static final Cause UNREADABLE =
      new Cause("RESULT_UNREADABLE", "What came back cannot be used. Nothing was charged.");
  private static final Cause NOT_FETCHED =
      new Cause("RESULT_NOT_FETCHED", "The result could not be fetched. Nothing was charged.");
  private static final Cause NOT_STORED =
      new Cause("RESULT_NOT_STORED", "The result could not be stored. Nothing was charged.");

  private final Blobs blobs;
  private final Downloads downloads;
  private final Downloads videoDownloads;
  private final OperationSettings settings;
  private final VideoLimits videoLimits;
  private final InstantSource clock;

  /**
   * Results go to this storage.
   *
   * @param downloads fetches pictures from the provider's addresses
   * @param videoDownloads fetches videos from there
   * @param catalogue whose videos are stored, however little users may bring
   */
  public Results(
      Blobs blobs,
      Downloads downloads,
      Downloads videoDownloads,
      OperationSettings settings,
      Catalogue catalogue,
      InstantSource clock) {
    this.blobs = blobs;
    this.downloads = downloads;
    this.videoDownloads = videoDownloads;
    this.settings = settings;
    this.videoLimits = ResultLimits.videos(settings, catalogue);
    this.clock = clock;
  }

  /** What is done with a fetched file, before it goes. */
  @FunctionalInterface
  interface Use<T> {
    /**
     * Does it.
     *
     * @throws PictureException if the file is no usable picture
     * @throws VideoException if it is no usable video
     */
    T with(Path file) throws IOException, StageException;
  }

  /**
   * What belongs to a file in the library.
   *
   * @param sourceKey the file that it was made from, if it is one of the user's own
   * @param maskKey see {@link LibraryItem}
   * @param fingerprint see {@link LibraryItem}
   */
  record Lineage(
      @Nullable String sourceKey, @Nullable String maskKey, @Nullable String fingerprint) {

    static Lineage of(@Nullable String sourceKey) {
      return new Lineage(sourceKey, null, null);
    }
  }

  /**
   * Fetches a picture of the provider's.
   *
   * @param image the provider's image object, with its {@code url}
   * @throws StageException if it cannot be fetched, used or stored
   */
  <T> T fetch(Job job, JsonNode image, Use<T> use) throws StageException {
    return fetch(job, image, downloads, use);
  }

  private <T> T fetch(Job job, JsonNode result, Downloads from, Use<T> use) throws StageException {
    String url = result.path("url").asText("");
    if (url.isEmpty()) {
      throw new StageException(UNREADABLE, false, null);
    }
    try (Downloaded file = from.fetch(URI.create(url))) {
      return use.with(file.file());
    } catch (DownloadException e) {
      // What stands between may answer in the file's place, and a request that it cut is a bad one.
      boolean again = e.retryable() || (e.httpStatus().isPresent() && fetchAgain(job));
      throw new StageException(NOT_FETCHED, again, e);
    } catch (IOException | UncheckedIOException e) {
      throw new StageException(NOT_STORED, true, e);
    } catch (VideoException e) {
      boolean again =
          switch (e.kind()) {
            case BUSY, TOO_SLOW -> true;
            case NOT_A_VIDEO, NO_PICTURES, BROKEN -> fetchAgain(job);
            case SEVERAL, TOO_LONG, TOO_LARGE -> false;
          };
      throw new StageException(UNREADABLE, again, e);
    } catch (PictureException e) {
      // An error page or a cut body may pass for a file; fetching it again costs nothing.
      throw new StageException(UNREADABLE, fetchAgain(job), e);
    } catch (IllegalArgumentException e) {
      throw new StageException(UNREADABLE, false, e);
    }
  }

  private static boolean fetchAgain(Job job) {
    return job.state().counts().tries() < FETCH_AGAIN_MAX;
  }

  /**
   * Stores the video of a result as {@code {prefix}-{jobId}.{ext}} and describes it.
   *
   * @param video the provider's file object, with its {@code url}
   */
  LibraryItem video(Job job, JsonNode video, String prefix, Lineage lineage) throws StageException {
    return fetch(
        job,
        video,
        videoDownloads,
        file -> {
          SeenVideo seen = Video.look(Video.Of.PROVIDER, file, videoLimits);
          MeasuredVideo measured = seen.measured();
          Blob blob = blobs.put(key(job, prefix, measured.format().extension()), file);
          return item(
              job,
              blob,
              Kind.VIDEO,
              new Shape(
                  measured.width(),
                  measured.height(),
                  measured.seconds(),
                  measured.rate().fps(),
                  seen.blurhash()),
              lineage);
        });
  }

  /** How a file looks; seconds and fps of videos only. */
  private record Shape(
      int width, int height, @Nullable Double seconds, @Nullable Double fps, String blurhash) {

    static Shape of(Seen seen) {
      return new Shape(seen.width(), seen.height(), null, null, seen.blurhash());
    }
  }

  /** Stores the picture of a result as {@code {prefix}-{jobId}.{ext}} and describes it. */
  LibraryItem picture(Job job, JsonNode image, String prefix, Lineage lineage)
      throws StageException {
    return fetch(job, image, file -> keep(job, file, prefix, lineage));
  }

  /**
   * Stores a picture as {@code {prefix}-{jobId}.{ext}} and describes it. May be done again: the key
   * is made from the job's id.
   *
   * @throws PictureException if it is no usable picture
   */
  LibraryItem keep(Job job, Path file, String prefix, Lineage lineage)
      throws IOException, StageException {
    PictureFormat format =
        format(file).orElseThrow(() -> new StageException(UNREADABLE, false, null));
    Seen seen = seen(file);
    Blob blob = blobs.put(key(job, prefix, format.extension()), file);
    return item(job, blob, Kind.IMAGE, Shape.of(seen), lineage);
  }

  private Seen seen(Path file) {
    try (PixelPlace _ = PixelPlace.take();
        Picture picture = Picture.read(file, settings.pixelsMax())) {
      return new Seen(picture.width(), picture.height(), picture.blurhash());
    }
  }

  /** As {@link #keep}, of a PNG that was made here and need not be looked at again. */
  LibraryItem keep(Job job, Path file, Seen made, String prefix, Lineage lineage)
      throws IOException {
    Blob blob = blobs.put(key(job, prefix, PictureFormat.PNG.extension()), file);
    return item(job, blob, Kind.IMAGE, Shape.of(made), lineage);
  }

  /** Stores a mask as {@code {prefix}-{jobId}.mask.png}; the answer is its key. */
  String mask(Job job, JsonNode image, String prefix) throws StageException {
    return fetch(
        job,
        image,
        file -> {
          BlobKey key = key(job, prefix, "mask.png");
          if (format(file).equals(Optional.of(PictureFormat.PNG))) {
            seen(file);
            blobs.put(key, file);
            return key.value();
          }
          Path png = file.resolveSibling(file.getFileName() + ".png");
          try {
            rewrite(file, png);
            blobs.put(key, png);
          } finally {
            Files.deleteIfExists(png);
          }
          return key.value();
        });
  }

  private void rewrite(Path file, Path png) throws IOException {
    try (PixelPlace _ = PixelPlace.take();
        Picture picture = Picture.read(file, settings.pixelsMax())) {
      picture.write(PictureFormat.PNG, png);
    }
  }

  private static BlobKey key(Job job, String prefix, String extension) {
    String name = "%s-%s.%s".formatted(prefix, job.id(), extension);
    return BlobKey.of(UserFolder.of(job.user()).library(name));
  }

  private LibraryItem item(Job job, Blob blob, Kind kind, Shape shape, Lineage lineage) {
    return new LibraryItem(
        job.id(),
        job.user(),
        blob.key().value(),
        kind,
        blob.contentType(),
        blob.size(),
        shape.width(),
        shape.height(),
        shape.seconds(),
        shape.fps(),
        shape.blurhash(),
        job.id(),
        job.type(),
        lineage.sourceKey(),
        lineage.maskKey(),
        lineage.fingerprint(),
        clock.instant());
  }

  private static Optional<PictureFormat> format(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return PictureFormat.sniff(in.readNBytes(PictureFormat.SNIFFED_BYTES));
    }
  }
}
