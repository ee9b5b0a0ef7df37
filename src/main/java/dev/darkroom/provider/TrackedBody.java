package dev.darkroom.provider;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A JSON body that knows whether all of it may have left this process.
 *
 * <p>No server acts on a body whose last byte is missing. So a call that failed before the last
 * byte was handed over was surely not accepted; of any later failure that cannot be said.
 */
final class TrackedBody extends AbstractHttpEntity {
  private final byte[] bytes;
  private volatile boolean handedOver;

  /** A body of at least one byte. */
  TrackedBody(byte[] bytes) {
    super("application/json", null);
    this.bytes = bytes;
  }

  boolean handedOver() {
    return handedOver;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, bytes.length - 1);
    handedOver = true;
    out.write(bytes, bytes.length - 1, 1);
  }

  @Override
  public long getContentLength() {
    return bytes.length;
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public void close() {}
}
