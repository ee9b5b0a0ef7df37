package dev.darkroom.media;

import dev.darkroom.media.Header.Span;

/** Walks a WebP chunk by chunk to the end of its RIFF container (RFC 9649). */
final class WebpWalk {
  private static final int CHUNK_HEAD_BYTES = 8;
  private static final int ALPHA_FLAG = 0x10;
  private static final int EXIF_PREFIX_BYTES = 6;

  private final Window bytes;
  private int width;
  private int height;
  private boolean alpha;
  private boolean extended;
  private boolean pixels;
  private Span exif = Span.NONE;

  private WebpWalk(Window bytes) {
    this.bytes = bytes;
  }

  /** What the first header says; BROKEN unless the container and its chunks lie in the file. */
  static Header walk(Window bytes) {
    return new WebpWalk(bytes).walk();
  }

  private Header walk() {
    long end = CHUNK_HEAD_BYTES + bytes.u32le(4);
    if (end > bytes.length()) {
      throw PictureException.cutOff();
    }
    long at = 12;
    while (at + CHUNK_HEAD_BYTES <= end) {
      long dataBytes = bytes.u32le(at + 4);
      long data = at + CHUNK_HEAD_BYTES;
      if (data + dataBytes > end) {
        throw PictureException.cutOff();
      }
      readChunk(bytes.tag(at), data, dataBytes);
      at = data + dataBytes + (dataBytes & 1);
    }
    if (!pixels || width == 0 || height == 0) {
      throw PictureException.broken("The picture is damaged: the WebP holds no image.");
    }
    return new Header(width, height, alpha, exif);
  }

  private void readChunk(String type, long data, long dataBytes) {
    switch (type) {
      case "VP8X" -> readExtended(data);
      case "VP8 " -> readLossy(data);
      case "VP8L" -> readLossless(data);
      case "ANMF" -> pixels = true;
      case "EXIF" -> exif = exifSpan(data, dataBytes);
      default -> {}
    }
  }

  private void readExtended(long data) {
    extended = true;
    alpha = (bytes.u8(data) & ALPHA_FLAG) != 0;
    width = bytes.u24le(data + 4) + 1;
    height = bytes.u24le(data + 7) + 1;
  }

  private void readLossy(long data) {
    pixels = true;
    if (!extended && bytes.u24le(data + 3) == 0x2a019d) {
      width = bytes.u16le(data + 6) & 0x3fff;
      height = bytes.u16le(data + 8) & 0x3fff;
    }
  }

  private void readLossless(long data) {
    pixels = true;
    if (!extended && bytes.u8(data) == 0x2f) {
      long bits = bytes.u32le(data + 1);
      width = (int) (bits & 0x3fff) + 1;
      height = (int) (bits >> 14 & 0x3fff) + 1;
      alpha = (bits >> 28 & 1) != 0;
    }
  }

  /** Some writers put JPEG's "Exif" prefix before the block. */
  private Span exifSpan(long data, long dataBytes) {
    boolean prefixed = dataBytes > EXIF_PREFIX_BYTES && bytes.tag(data).equals("Exif");
    int skipped = prefixed ? EXIF_PREFIX_BYTES : 0;
    return new Span(data + skipped, dataBytes - skipped);
  }
}
