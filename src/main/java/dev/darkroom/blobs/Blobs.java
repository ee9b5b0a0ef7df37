package dev.darkroom.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Bytes by key, in a folder or in a bucket. Whole operations only: a blob appears under its key
 * complete and durable or not at all, and the last writer wins.
 *
 * <p>Methods that go there throw {@link IOException} when the disk, the network or the bucket
 * fails, or does not answer in time; that may pass. The message names no secret.
 */
public interface Blobs extends AutoCloseable {
  /** The most entries of one page of a listing. */
  int PAGE_MAX = 1000;

  /** Stores a copy of a file; the file stays. Putting the same again changes nothing but times. */
  Blob put(BlobKey key, Path file) throws IOException;

  /** Stores bytes. */
  Blob put(BlobKey key, byte[] bytes) throws IOException;

  /** What is stored under the key, if anything. */
  Optional<Blob> find(BlobKey key) throws IOException;

  /**
   * Reads a part of a blob; the caller closes the stream, which fails rather than end too early.
   *
   * @param offset first byte, from 0
   * @param length at most this many bytes; fewer if the blob ends before
   * @throws NoSuchFileException if there is no such blob
   * @throws IllegalArgumentException if a number is negative
   */
  InputStream open(BlobKey key, long offset, long length) throws IOException;

  /**
   * A blob as a file, for decoders that need one.
   *
   * @throws NoSuchFileException if there is no such blob
   * @throws IOException also if what came is not what was put
   */
  LocalCopy fetch(BlobKey key) throws IOException;

  /** Deletes a blob; false if there was none. */
  boolean delete(BlobKey key) throws IOException;

  /** One page of what lies in a folder. A folder is there while blobs are in it. */
  Listing list(Listing.Asked page) throws IOException;

  /**
   * An address that lets whoever holds it read the blob until the instant, in whole seconds and at
   * most 7 days away. Addresses are made when they are read and never stored.
   */
  URI sign(BlobKey key, Instant expiresAt);

  /**
   * The blob behind an address that was signed here, is as it was made and still good; empty for
   * any other text.
   */
  Optional<BlobKey> read(String url, Instant now);

  /**
   * What a client needs to put one blob by itself: exactly that type and that many bytes.
   *
   * @param contentType as {@code image/png}
   * @param size in bytes
   * @param expiresAt in whole seconds, at most 7 days away
   */
  SignedPut signPut(BlobKey key, String contentType, long size, Instant expiresAt);

  /**
   * What an address of {@link #signPut} allows to whoever sends its bytes to this server; empty for
   * any other text, and where the bucket takes them.
   */
  Optional<PutPermit> readPut(String url, Instant now);

  /** Throws unless this is a place where blobs can be kept now. */
  void check() throws IOException;

  /** Where signed addresses lead: scheme, host and port, without a slash. */
  URI origin();

  /**
   * Deletes what writers that were killed have left behind; never a blob, and nothing that a living
   * writer may still be at.
   *
   * @return how many were deleted
   */
  int sweepUnfinished(Instant now) throws IOException;

  /** Ends all connections; what is under way fails. */
  @Override
  void close();
}
