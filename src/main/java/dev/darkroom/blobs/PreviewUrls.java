package dev.darkroom.blobs;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Addresses of this server that let whoever holds them see a blob's preview, and nothing else of
 * it. They lead here wherever the blobs are: a bucket makes no previews.
 */
public final class PreviewUrls {
  private final SignedUrls urls;

  /**
   * Signs with a secret of at least 32 bytes.
   *
   * @param publicUrl where browsers reach this server, with or without a path
   */
  public PreviewUrls(byte[] secret, URI publicUrl) {
    this.urls = new SignedUrls(secret, publicUrl);
  }

  /** The address of the preview, good until the instant, in whole seconds. */
  public URI sign(BlobKey key, Instant expiresAt) {
    return urls.signPreview(key, expiresAt);
  }

  /**
   * The blob behind an address that was signed here and is still good; empty for any other text.
   * The part before {@code /api} may be left out.
   */
  public Optional<BlobKey> read(String url, Instant now) {
    return urls.readPreview(url, now);
  }

  /** Where the addresses lead: scheme, host and port, without a slash. */
  public URI origin() {
    return urls.origin();
  }
}
