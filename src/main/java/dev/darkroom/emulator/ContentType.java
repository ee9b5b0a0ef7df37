package dev.darkroom.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a file's media type by its first bytes. */
final class ContentType {
  private static final int HEAD_BYTES = 16;

  private ContentType() {}

  static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD_BYTES));
    }
  }

  static String of(byte[] start) {
    // One char per byte, so that signatures read as text.
    String head =
        new String(start, 0, Math.min(start.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return "image/png";
    } else if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    } else if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return "image/webp";
    } else if (head.startsWith("GIF8")) {
      return "image/gif";
    } else if (head.startsWith("ftypavif", 4)) {
      return "image/avif";
    } else if (head.startsWith("ftypqt", 4)) {
      return "video/quicktime";
    } else if (head.startsWith("ftyp", 4)) {
      return "video/mp4";
    } else if (head.startsWith("\u001aE\u00df\u00a3")) {
      return "video/webm";
    }
    return "application/octet-stream";
  }
}
