package dev.darkroom.blobs;

/**
 * What the holder of a signed address may put.
 *
 * @param contentType which must be sent with it
 * @param size in bytes, no more and no less
 */
public record PutPermit(BlobKey key, String contentType, long size) {}
