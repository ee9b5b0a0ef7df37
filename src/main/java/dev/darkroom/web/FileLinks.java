package dev.darkroom.web;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.PreviewUrls;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Signs the addresses of files when they are read, so that none is ever stored. */
@Singleton
public class FileLinks {
  private static final Duration VALID = Duration.ofHours(1);

  private final Blobs blobs;
  private final PreviewUrls previews;
  private final InstantSource clock;

  FileLinks(Blobs blobs, PreviewUrls previews, InstantSource clock) {
    this.blobs = blobs;
    this.previews = previews;
    this.clock = clock;
  }

  /** An address of the file, good for an hour; null for no file. */
  @Nullable String url(@Nullable String key) {
    return key == null ? null : blobs.sign(BlobKey.of(key), clock.instant().plus(VALID)).toString();
  }

  /**
   * An address of the file's preview, good for an hour or two; null for no file. It is the same all
   * through an hour, so that a gallery that is opened again finds its pictures in the browser.
   */
  @Nullable String preview(@Nullable String key) {
    if (key == null) {
      return null;
    }
    Instant until = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(VALID.multipliedBy(2));
    return previews.sign(BlobKey.of(key), until).toString();
  }

  /** Whether this is what {@link #preview} signed, and still good. */
  boolean opensPreview(String key, @Nullable String expires, String signature) {
    String address =
        "/api/storage/preview?key=%s&expires=%s&signature=%s"
            .formatted(URLEncoder.encode(key, StandardCharsets.UTF_8), expires, signature);
    return previews.read(address, clock.instant()).isPresent();
  }
}
