package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.ContentTypes;
import dev.darkroom.blobs.PutPermit;
import dev.darkroom.blobs.SignedPut;
import dev.darkroom.operations.Refusal.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets browsers bring files straight to where they are stored. What such a file holds is looked at
 * when it is used.
 */
public final class DirectUploads {
  private static final Duration VALID = Duration.ofHours(1);
  private static final int BUFFER_BYTES = 64 << 10;

  /** Begins the names of such files. */
  private static final String PUT = "put-";

  private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/webp");
  private static final Set<String> VIDEOS = Set.of("video/mp4", "video/quicktime", "video/webm");

  private final Blobs blobs;
  private final Quota quota;
  private final OperationSettings settings;
  private final InstantSource clock;
  private final Path tempFolder;

  /**
   * Uploads into this storage.
   *
   * @param tempFolder exists; what a killed process leaves in it is swept at the next start
   */
  public DirectUploads(
      Blobs blobs, Quota quota, OperationSettings settings, InstantSource clock, Path tempFolder) {
    this.blobs = blobs;
    this.quota = quota;
    this.tempFolder = tempFolder;
    this.settings = settings;
    this.clock = clock;
  }

  /** The permission to store one file under this key. */
  public record Ticket(BlobKey key, SignedPut put, Instant expiresAt) {}

  /**
   * Permits one file.
   *
   * @param folder below the user's own folder, or null or blank for {@code uploads}
   * @param size in bytes; the upload must have exactly so many
   */
  public Ticket permit(
      String user, @Nullable String folder, String name, String contentType, long size)
      throws Refusal {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (!PICTURES.contains(type) && !VIDEOS.contains(type)) {
      throw new Refusal(
          Kind.UNSUPPORTED_MEDIA,
          "UNSUPPORTED_FILE",
          "contentType",
          "contentType must be a picture (JPEG, PNG, WebP) or a video (MP4, MOV, WebM).");
    }
    if (size < 1) {
      throw Refusal.badInput("BAD_VALUE", "size", "size must be the number of bytes.");
    }
    long most = VIDEOS.contains(type) ? settings.videoBytesMax() : settings.uploadBytesMax();
    if (size > most) {
      throw Uploads.tooLarge("size", most);
    }
    BlobKey key = Uploads.key(user, Uploads.folder(folder), PUT, name, type);
    Instant expiresAt = clock.instant().plus(VALID);
    quota.promise(user, "size", key, size, expiresAt);
    return new Ticket(key, blobs.signPut(key, type, size, expiresAt), expiresAt);
  }

  /** Whether somebody may hold an address by which another file can be put in its place. */
  static boolean mayBeReplaced(Blob blob, Instant now) {
    return isOne(blob.key()) && now.isBefore(blob.modified().plus(VALID));
  }

  /** Whether a file was put there by its user, so that nobody has read it through. */
  static boolean isOne(BlobKey key) {
    return key.name().startsWith(PUT);
  }

  /**
   * What an address of this server permits.
   *
   * @param url as it was asked for
   * @param bytes announced with the body
   */
  public PutPermit check(String url, @Nullable String contentType, long bytes) throws Refusal {
    PutPermit permit = blobs.readPut(url, clock.instant()).orElseThrow(DirectUploads::notValid);
    if (bytes != permit.size()) {
      throw Refusal.badInput(
          "BAD_LENGTH", "Content-Length", "The file must have the size that was said before.");
    }
    if (!permit.contentType().equals(contentType)) {
      throw otherKind();
    }
    return permit;
  }

  /** Stores what a permit is for; its first bytes must be of that kind. */
  public void take(PutPermit permit, InputStream body) throws Refusal {
    try {
      Path file = Files.createTempFile(tempFolder, "put-", "");
      try {
        if (copy(body, file, permit.size()) != permit.size()) {
          throw Refusal.badInput(
              "BAD_LENGTH", "Content-Length", "The file was cut off on its way.");
        }
        if (!ContentTypes.sniff(head(file)).equals(permit.contentType())) {
          throw otherKind();
        }
        blobs.put(permit.key(), file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("An upload could not be stored", e);
    }
  }

  private static long copy(InputStream body, Path file, long most) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long done = 0;
      for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
        done += count;
        if (done > most) {
          break;
        }
        out.write(buffer, 0, count);
      }
      return done;
    }
  }

  /** A client that hangs up is no trouble of ours: what came is too short. */
  private static int read(InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }

  private static Refusal notValid() {
    return new Refusal(
        Kind.FORBIDDEN,
        "BAD_SIGNATURE",
        "signature",
        "This address is not valid or no longer valid.");
  }

  private static Refusal otherKind() {
    return new Refusal(
        Kind.UNSUPPORTED_MEDIA,
        "UNSUPPORTED_FILE",
        "Content-Type",
        "The file is not of the kind that was said before.");
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ContentTypes.HEAD_BYTES);
    }
  }
}
