package dev.darkroom.blobs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The body of an answer, with as many bytes as were announced or a failure. Closed before its end
 * it hangs up, for what is left may be gigabytes.
 */
final class S3Stream extends InputStream {
  private final ResponseInputStream<?> body;
  private final Runnable whenClosed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long left;

  S3Stream(ResponseInputStream<?> body, long length, Runnable whenClosed) {
    this.body = body;
    this.left = length;
    this.whenClosed = whenClosed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int count = readSome(buffer, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the bucket ended %d bytes too early".formatted(left));
    }
    left -= count;
    return count;
  }

  private int readSome(byte[] buffer, int offset, int length) throws IOException {
    try {
      return body.read(buffer, offset, length);
    } catch (SdkException e) {
      throw new IOException("stopped while reading from the bucket", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (left > 0) {
        body.abort();
      } else {
        body.close();
      }
    } finally {
      whenClosed.run();
    }
  }
}
