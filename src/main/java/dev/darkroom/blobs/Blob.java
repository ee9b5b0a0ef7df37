package dev.darkroom.blobs;

import java.time.Instant;

/**
 * What is known of stored bytes without reading them.
 *
 * @param size in bytes
 * @param contentType sniffed from the first bytes, never believed from whoever sent them
 * @param etag changes whenever the bytes do; without quotes
 * @param modified when they were stored
 */
public record Blob(BlobKey key, long size, String contentType, String etag, Instant modified) {}
