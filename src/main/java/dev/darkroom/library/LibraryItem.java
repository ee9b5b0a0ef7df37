package dev.darkroom.library;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One file that a job made for a user.
 *
 * @param id time-ordered and made from the job's id, so that storing it twice gives one row; also
 *     the cursor of a listing
 * @param key where the bytes are, {@code users/{userId}/library/…}
 * @param bytes size of the file
 * @param width pixels, upright
 * @param height pixels, upright
 * @param seconds how long a video is, or null for a picture
 * @param fps how many pictures a video shows in a second, or null for a picture
 * @param blurhash a small blurred preview (blurha.sh)
 * @param jobId the job that made it
 * @param jobType the operation of that job: decides what counts as "already upscaled"
 * @param sourceKey the file that it was made from, if it was one of the user's own
 * @param maskKey a second file that belongs to it, what was cut out in white on black, or null
 * @param fingerprint tells what it was made from and how, so that the same request need not be done
 *     again; null if it would be
 */
public record LibraryItem(
    String id,
    String user,
    String key,
    Kind kind,
    String contentType,
    long bytes,
    int width,
    int height,
    @Nullable Double seconds,
    @Nullable Double fps,
    String blurhash,
    String jobId,
    String jobType,
    @Nullable String sourceKey,
    @Nullable String maskKey,
    @Nullable String fingerprint,
    Instant createdAt) {

  /** What a file is to its viewer. */
  public enum Kind {
    IMAGE,
    VIDEO
  }
}
