package dev.darkroom.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads anywhere in a file through one small buffer, or in bytes already held. */
final class Window {
  private static final int WINDOW_BYTES = 64 * 1024;

  private final @Nullable FileChannel file;
  private final ByteBuffer buffer;
  private final long length;
  private long start;

  /** Over an open file, which the caller closes. */
  Window(FileChannel file) throws IOException {
    this.file = file;
    this.buffer = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    this.length = file.size();
  }

  /** Over all of {@code bytes}, from 0 to its limit. */
  Window(ByteBuffer bytes) {
    this.file = null;
    this.buffer = bytes;
    this.length = bytes.limit();
  }

  long length() {
    return length;
  }

  /** The unsigned byte at {@code at}; a {@link PictureException} of kind BROKEN past the end. */
  int u8(long at) {
    long index = at - start;
    if (index < 0 || index >= buffer.limit()) {
      index = at - slideTo(at);
    }
    return buffer.get((int) index) & 0xff;
  }

  int u16(long at) {
    return u8(at) << 8 | u8(at + 1);
  }

  int u16le(long at) {
    return u8(at) | u8(at + 1) << 8;
  }

  int u24le(long at) {
    return u16le(at) | u8(at + 2) << 16;
  }

  long u32(long at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  long u32le(long at) {
    return u16le(at) | (long) u16le(at + 2) << 16;
  }

  /** Four bytes as text, as PNG and RIFF name their chunks. */
  String tag(long at) {
    return new String(copy(at, 4), ISO_8859_1);
  }

  byte[] copy(long at, int bytes) {
    byte[] copy = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      copy[i] = (byte) u8(at + i);
    }
    return copy;
  }

  private long slideTo(long at) {
    if (file == null || at < 0 || at >= length) {
      throw PictureException.cutOff();
    }
    try {
      buffer.clear();
      while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buffer.flip();
    start = at;
    if (!buffer.hasRemaining()) {
      // The file has shrunk since it was opened.
      throw PictureException.cutOff();
    }
    return start;
  }
}
