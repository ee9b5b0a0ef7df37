package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.LocalCopy;
import dev.darkroom.media.PictureException;
import dev.darkroom.media.PictureFormat;
import dev.darkroom.media.PixelPlace;
import dev.darkroom.media.Preview;
import dev.darkroom.media.VideoException;
import dev.darkroom.media.VideoFormat;
import dev.darkroom.media.VideoLimits;
import dev.darkroom.operations.Refusal.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Small pictures of files, made when they are first asked for and kept while there is room. Few are
 * made at a time, so that a gallery that is opened takes nothing from jobs; who waits too long is
 * told to come again.
 */
public final class Previews {
  /** Part of every version: a change in how they are made makes all anew. */
  private static final String MANNER = "1";

  /** Of each kind. Pictures leave a place for jobs, and each video is a process. */
  private static final int MADE_TOGETHER = 2;

  /** Nobody waits for more to be brought here from a bucket, and jobs store in the same place. */
  private static final long FETCHED_BYTES_MAX = 256 << 20;

  /** A few galleries; more would only wait in vain. */
  private static final int WAITING_MAX = 500;

  private final Blobs blobs;
  private final PreviewFolder folder;
  private final Duration within;
  private final long pixelsMax;
  private final VideoLimits videoLimits;
  private final Semaphore pictures = new Semaphore(MADE_TOGETHER, true);
  private final Semaphore videos = new Semaphore(MADE_TOGETHER, true);
  private final ConcurrentMap<String, CompletableFuture<byte[]>> making = new ConcurrentHashMap<>();

  public Previews(
      Blobs blobs, PreviewFolder folder, OperationSettings settings, Catalogue catalogue) {
    this(blobs, folder, settings, catalogue, Duration.ofSeconds(20));
  }

  /** Waits so long for a place, and as long for a video. */
  Previews(
      Blobs blobs,
      PreviewFolder folder,
      OperationSettings settings,
      Catalogue catalogue,
      Duration within) {
    this.within = within;
    this.blobs = blobs;
    this.folder = folder;
    this.pixelsMax = settings.pixelsMax();
    VideoLimits results = ResultLimits.videos(settings, catalogue);
    this.videoLimits =
        new VideoLimits(results.secondsMax(), results.pixelsMax(), results.framesMax(), within);
  }

  /** Changes whenever the preview may; known without making it. */
  public static String version(Blob blob) {
    // Not all buckets have tags for all that others put there.
    return hash(
        "%s %s %d %d"
            .formatted(MANNER, blob.etag(), blob.size(), blob.modified().getEpochSecond()));
  }

  /**
   * The preview, a JPEG or a WebP.
   *
   * @throws Refusal if it is gone, no picture and no video, or damaged; BUSY if too much is going
   *     on
   * @throws UncheckedIOException if storage fails
   */
  public byte[] of(Blob blob) throws Refusal {
    String of = hash(blob.key().value());
    String version = version(blob);
    byte[] kept = kept(of, version);
    byte[] preview = kept == null ? madeOnce(blob, of, version) : kept;
    if (preview.length == 0) {
      throw new Refusal(
          Kind.UNSUPPORTED_MEDIA,
          "NO_PREVIEW",
          "key",
          "There is nothing to see: this file is damaged, or neither a picture nor a video.");
    }
    return preview;
  }

  /** Null if nothing is kept, or what a power cut left of it. */
  private byte @Nullable [] kept(String of, String version) {
    byte[] kept = folder.find(of, version);
    boolean whole = kept == null || kept.length == 0 || PictureFormat.sniff(kept).isPresent();
    return whole ? kept : null;
  }

  /** Of what {@link #of} gave. */
  public static String contentType(byte[] preview) {
    return PictureFormat.sniff(preview).orElseThrow().contentType();
  }

  /** Deletes what is kept of a file that is gone. */
  public void forget(BlobKey key) {
    folder.forget(hash(key.value()));
  }

  private byte[] madeOnce(Blob blob, String of, String version) throws Refusal {
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> others = making.putIfAbsent(of + version, mine);
    if (others != null) {
      return await(others);
    }
    try {
      // It may have been made between the look and here.
      byte[] kept = kept(of, version);
      byte[] preview = kept == null ? made(blob) : kept;
      if (kept == null) {
        folder.put(of, version, preview);
        forgetIfGone(blob.key());
      }
      mine.complete(preview);
      return preview;
    } catch (Refusal | RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      making.remove(of + version, mine);
    }
  }

  /** It may have been deleted while its preview was made. */
  private void forgetIfGone(BlobKey key) {
    try {
      if (blobs.find(key).isEmpty()) {
        forget(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A file could not be found", e);
    }
  }

  /** Whoever makes it waits for a place, and then makes it. */
  private byte[] await(CompletableFuture<byte[]> others) throws Refusal {
    try {
      return others.get(2 * within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Refusal cause -> throw cause;
        case UncheckedIOException cause -> throw cause;
        case null, default ->
            throw new IllegalStateException("A preview that another request made failed", e);
      }
    } catch (TimeoutException e) {
      throw busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  /** No bytes if there is none to be had. */
  private byte[] made(Blob blob) throws Refusal {
    if (blob.size() > FETCHED_BYTES_MAX) {
      return new byte[0];
    }
    Semaphore places = blob.contentType().startsWith("video/") ? videos : pictures;
    take(places);
    try (LocalCopy copy = blobs.fetch(blob.key())) {
      return made(copy.path());
    } catch (NoSuchFileException e) {
      throw UserFiles.unknown();
    } catch (IOException e) {
      throw new UncheckedIOException("A file could not be read for its preview", e);
    } finally {
      places.release();
    }
  }

  private byte[] made(Path file) throws Refusal, IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(Math.max(PictureFormat.SNIFFED_BYTES, VideoFormat.SNIFFED_BYTES));
    }
    try {
      if (PictureFormat.sniff(head).isPresent()) {
        return ofPicture(file);
      }
      return VideoFormat.sniff(head).isPresent() ? Preview.ofVideo(file, videoLimits) : new byte[0];
    } catch (PictureException e) {
      return new byte[0];
    } catch (VideoException e) {
      return switch (e.kind()) {
        case BUSY -> throw busy();
        // One that takes so long is not looked into again at each look at a gallery.
        case TOO_SLOW, NOT_A_VIDEO, NO_PICTURES, BROKEN, TOO_LONG, TOO_LARGE, SEVERAL ->
            new byte[0];
      };
    }
  }

  private byte[] ofPicture(Path file) throws Refusal {
    try (PixelPlace place = PixelPlace.take(within)) {
      if (place == null) {
        throw busy();
      }
      return Preview.ofPicture(file, pixelsMax);
    }
  }

  private void take(Semaphore places) throws Refusal {
    try {
      if (places.getQueueLength() < WAITING_MAX
          && places.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw busy();
  }

  private static Refusal busy() {
    return new Refusal(
        Kind.BUSY, "TRY_AGAIN", null, "Many previews are made right now. Try again soon.");
  }

  private static String hash(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
