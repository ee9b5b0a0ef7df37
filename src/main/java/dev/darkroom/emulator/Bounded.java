package dev.darkroom.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Streams that end, or are given up. */
final class Bounded {
  private static final int BLOCK = 64 << 10;

  private Bounded() {}

  /** Writes a stream to a file; false if there is more of it than allowed. */
  static boolean copy(InputStream in, Path file, long maxBytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] block = new byte[BLOCK];
      long size = 0;
      for (int read; (read = in.read(block)) >= 0; ) {
        size += read;
        if (size > maxBytes) {
          return false;
        }
        out.write(block, 0, read);
      }
    }
    return true;
  }
}
