package dev.darkroom.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Reads objects: what is known of one, a part of it as a stream, all of it into a file. */
final class S3Reader {
  /** Slow readers hold a connection each; some must be left for those who work. */
  private static final int STREAMS_MAX = S3Connection.CONNECTIONS_MAX / 2;

  private static final long STREAM_SECONDS_MAX = 10;
  private static final int BUFFER_BYTES = 64 << 10;

  private final S3Bucket bucket;
  private final S3Client client;
  private final Semaphore streams = new Semaphore(STREAMS_MAX, true);

  S3Reader(S3Bucket bucket, S3Client client) {
    this.bucket = bucket;
    this.client = client;
  }

  Optional<HeadObjectResponse> head(BlobKey key) throws IOException {
    try {
      return Optional.of(
          S3Failure.in(
              bucket, () -> client.headObject(h -> h.bucket(bucket.name()).key(key.value()))));
    } catch (S3Failure e) {
      if (!e.notFound()) {
        throw e;
      }
      requireBucket();
      return Optional.empty();
    }
  }

  /**
   * The answer to a HEAD has no words, so it is the same for an object that is not there and for a
   * bucket that went away. One is the end of a job, the other a reason to wait.
   */
  private void requireBucket() throws IOException {
    S3Failure.in(bucket, () -> client.listObjectsV2(list -> list.bucket(bucket.name()).maxKeys(1)));
  }

  /** A part of an object as it comes over the network. */
  InputStream open(BlobKey key, long offset, long length) throws IOException {
    if (length == 0) {
      if (head(key).isEmpty()) {
        throw new NoSuchFileException(key.value());
      }
      return InputStream.nullInputStream();
    }
    takePlace();
    try {
      GetObjectRequest get = range(key, offset, length).build();
      ResponseInputStream<GetObjectResponse> in = S3Failure.in(bucket, () -> client.getObject(get));
      return new S3Stream(in, in.response().contentLength(), streams::release);
    } catch (S3Failure e) {
      streams.release();
      if (e.outside()) {
        return InputStream.nullInputStream();
      }
      throw e.noSuchKey() ? noSuchFile(key, e) : e;
    } catch (RuntimeException e) {
      streams.release();
      throw e;
    }
  }

  private void takePlace() throws IOException {
    try {
      if (!streams.tryAcquire(STREAM_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IOException("%s: too many files are read at once".formatted(bucket));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while waiting to read a file", e);
    }
  }

  /**
   * Writes a whole object into a file, part by part.
   *
   * @param etag of the object; another one in its place is a failure
   */
  void fetch(Blob blob, String etag, Path file) throws IOException {
    try (FileChannel to = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long at = 0; at < blob.size(); at += S3Blobs.PART_BYTES) {
        long offset = at;
        long length = Math.min(S3Blobs.PART_BYTES, blob.size() - at);
        GetObjectRequest get = range(blob.key(), offset, length).ifMatch(etag).build();
        S3Failure.in(bucket, () -> client.getObject(get, (_, in) -> copy(in, to, offset, length)));
      }
    } catch (S3Failure e) {
      throw e.noSuchKey() ? noSuchFile(blob.key(), e) : e;
    }
  }

  /** What comes too short is asked for again. */
  private static long copy(InputStream in, FileChannel to, long offset, long length)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long done = 0;
    while (done < length) {
      int count = read(in, buffer, (int) Math.min(buffer.length, length - done));
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      while (bytes.hasRemaining()) {
        done += to.write(bytes, offset + done);
      }
    }
    return done;
  }

  private static int read(InputStream in, byte[] buffer, int most) {
    try {
      int count = in.read(buffer, 0, most);
      if (count >= 0) {
        return count;
      }
    } catch (IOException e) {
      throw RetryableException.create("the bucket broke off", e);
    }
    throw RetryableException.create("the bucket ended too early");
  }

  private GetObjectRequest.Builder range(BlobKey key, long offset, long length) {
    long last = offset > Long.MAX_VALUE - length ? Long.MAX_VALUE : offset + length - 1;
    return GetObjectRequest.builder()
        .bucket(bucket.name())
        .key(key.value())
        .range("bytes=%d-%d".formatted(offset, last));
  }

  private static NoSuchFileException noSuchFile(BlobKey key, S3Failure cause) {
    NoSuchFileException gone = new NoSuchFileException(key.value());
    gone.initCause(cause);
    return gone;
  }
}
