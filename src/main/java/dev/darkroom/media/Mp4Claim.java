package dev.darkroom.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * How long an MP4 file says it is. FFmpeg looks at the samples instead, but a file whose header and
 * samples tell different stories is none that we want.
 */
final class Mp4Claim {
  private static final int BOXES_MAX = 1000;
  private static final int HEAD_BYTES = 16;
  private static final int MVHD_BYTES = 32;

  private Mp4Claim() {}

  /** Whole seconds; 0 if the file does not say. */
  static long seconds(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long moov = find(channel, "moov", 0, channel.size());
      if (moov < 0) {
        return 0;
      }
      Box inside = box(channel, moov, channel.size());
      long mvhd = find(channel, "mvhd", inside.content(), inside.end());
      return mvhd < 0 ? 0 : seconds(channel, box(channel, mvhd, inside.end()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Box(String name, long content, long end) {}

  /** Where the first box of this name begins, or -1. */
  private static long find(FileChannel file, String name, long from, long end) throws IOException {
    long at = from;
    for (int boxes = 0; boxes < BOXES_MAX && at + 8 <= end; boxes++) {
      Box box = box(file, at, end);
      if (box.name().equals(name)) {
        return at;
      }
      if (box.end() <= at) {
        return -1;
      }
      at = box.end();
    }
    return -1;
  }

  /** ISO/IEC 14496-12, 4.2: size and name, the size in eight bytes after them if it is large. */
  private static Box box(FileChannel file, long at, long end) throws IOException {
    ByteBuffer head = read(file, at, HEAD_BYTES);
    long size = Integer.toUnsignedLong(head.getInt(0));
    int headBytes = size == 1 ? 16 : 8;
    if (size == 1) {
      size = head.getLong(8);
    } else if (size == 0) {
      size = end - at;
    }
    byte[] name = new byte[4];
    head.get(4, name);
    long boxEnd = size < headBytes || size > end - at ? end : at + size;
    return new Box(new String(name, StandardCharsets.ISO_8859_1), at + headBytes, boxEnd);
  }

  private static long seconds(FileChannel file, Box mvhd) throws IOException {
    ByteBuffer content = read(file, mvhd.content(), MVHD_BYTES);
    boolean wide = content.get(0) == 1;
    long scale = Integer.toUnsignedLong(content.getInt(wide ? 20 : 12));
    long duration = wide ? content.getLong(24) : Integer.toUnsignedLong(content.getInt(16));
    boolean unknown = duration == (wide ? -1L : 0xffff_ffffL) || scale == 0;
    return unknown ? 0 : Long.divideUnsigned(duration, scale);
  }

  /** Zeros where the file ends before. */
  private static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) > 0) {}
    return buffer;
  }
}
