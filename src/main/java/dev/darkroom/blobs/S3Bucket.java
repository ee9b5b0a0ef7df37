package dev.darkroom.blobs;

import java.net.URI;
import java.time.Duration;

/**
 * A bucket at a server that speaks S3, and who Darkroom is there.
 *
 * @param endpoint http or https, host and port only; the bucket's name stands in the path
 * @param region {@code auto} for R2
 * @param callWithin how long one call may take with all its repetitions; it moves 16 MB at most
 */
public record S3Bucket(
    URI endpoint,
    String region,
    String name,
    String accessKeyId,
    String secretAccessKey,
    Duration callWithin) {

  /** Without the keys: this may be logged. */
  @Override
  public String toString() {
    return "%s at %s".formatted(name, endpoint.getHost());
  }
}
