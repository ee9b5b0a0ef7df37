package dev.darkroom.media;

import dev.darkroom.media.Header.Span;
import java.nio.ByteBuffer;
import java.util.Set;

/** Walks a PNG chunk by chunk to its IEND (W3C PNG, third edition, section 5). */
final class PngWalk {
  private static final int SIGNATURE_BYTES = 8;
  private static final int CHUNK_OVERHEAD_BYTES = 12;
  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
  private static final int GREY = 0;

  private PngWalk() {}

  /** What IHDR says; BROKEN unless every chunk lies inside the file and IEND is reached. */
  static Header walk(Window bytes) {
    long at = SIGNATURE_BYTES;
    if (!bytes.tag(at + 4).equals("IHDR") || bytes.u32(at) != 13) {
      throw PictureException.broken("The picture is damaged: the PNG does not begin with a size.");
    }
    long width = bytes.u32(at + 8);
    long height = bytes.u32(at + 12);
    if (width == 0 || height == 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw PictureException.broken("The picture is damaged: its size is impossible.");
    }
    int colorType = bytes.u8(at + 17);
    boolean alpha = (colorType & 4) != 0;
    boolean pixels = false;
    Span exif = Span.NONE;
    for (String type = ""; !type.equals("IEND"); ) {
      long dataBytes = bytes.u32(at);
      type = bytes.tag(at + 4);
      if (at + CHUNK_OVERHEAD_BYTES + dataBytes > bytes.length()) {
        throw PictureException.cutOff();
      }
      switch (type) {
        case "IDAT" -> pixels = true;
        // OpenCV drops the one transparent level that a grey picture may name.
        case "tRNS" -> alpha |= colorType != GREY;
        case "eXIf" -> exif = new Span(at + 8, dataBytes);
        default -> {}
      }
      at += CHUNK_OVERHEAD_BYTES + dataBytes;
    }
    if (!pixels) {
      throw PictureException.broken("The picture is damaged: the PNG holds no image.");
    }
    return new Header((int) width, (int) height, alpha, exif);
  }

  /**
   * Moves together what the pixels need and drops the rest: colour profiles, texts and animation
   * are only surface for attacks, and libpng complains of them on the console.
   *
   * @param png a file that {@link #walk} has accepted; changed in place
   * @return how many bytes are left
   */
  static int strip(ByteBuffer png) {
    Window bytes = new Window(png);
    int from = SIGNATURE_BYTES;
    int to = SIGNATURE_BYTES;
    for (String type = ""; !type.equals("IEND"); ) {
      type = bytes.tag(from + 4);
      int chunkBytes = CHUNK_OVERHEAD_BYTES + (int) bytes.u32(from);
      if (NEEDED.contains(type)) {
        png.put(to, png, from, chunkBytes);
        to += chunkBytes;
      }
      from += chunkBytes;
    }
    return to;
  }
}
