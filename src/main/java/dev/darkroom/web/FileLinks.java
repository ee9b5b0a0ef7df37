package dev.darkroom.web;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Signs the addresses of files when they are read, so that none is ever stored. */
@Singleton
public class FileLinks {
  private static final Duration VALID = Duration.ofHours(1);

  private final Blobs blobs;
  private final InstantSource clock;

  FileLinks(Blobs blobs, InstantSource clock) {
    this.blobs = blobs;
    this.clock = clock;
  }

  /** An address of the file, good for an hour; null for no file. */
  @Nullable String url(@Nullable String key) {
    return key == null ? null : blobs.sign(BlobKey.of(key), clock.instant().plus(VALID)).toString();
  }
}
