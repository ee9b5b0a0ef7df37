package dev.darkroom.media;

import dev.darkroom.media.Header.Span;

/**
 * Reads the one EXIF tag that changes how a picture looks (CIPA DC-008, tag 0x0112).
 *
 * <p>By hand, because readers of all EXIF also parse the maker notes, profiles and XML inside it,
 * and those parsers are not made for hostile bytes.
 */
final class ExifOrientation {
  private static final int UPRIGHT = 1;
  private static final int TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;

  private final Window bytes;
  private final boolean littleEndian;

  private ExifOrientation(Window bytes, boolean littleEndian) {
    this.bytes = bytes;
    this.littleEndian = littleEndian;
  }

  /** 1 to 8; upright if there is no such tag or the block is damaged, as in browsers. */
  static int read(Window bytes, Span exif) {
    if (exif.bytes() < 8) {
      return UPRIGHT;
    }
    return switch (bytes.tag(exif.start())) {
      case "II*\0" -> new ExifOrientation(bytes, true).find(exif);
      case "MM\0*" -> new ExifOrientation(bytes, false).find(exif);
      default -> UPRIGHT;
    };
  }

  private int find(Span exif) {
    long end = exif.start() + exif.bytes();
    long directory = exif.start() + u32(exif.start() + 4);
    if (directory + 2 > end) {
      return UPRIGHT;
    }
    int entries = u16(directory);
    long at = directory + 2;
    for (int entry = 0; entry < entries && at + ENTRY_BYTES <= end; entry++) {
      if (u16(at) == TAG) {
        int value = u16(at + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
      at += ENTRY_BYTES;
    }
    return UPRIGHT;
  }

  private int u16(long at) {
    return littleEndian ? bytes.u16le(at) : bytes.u16(at);
  }

  private long u32(long at) {
    return littleEndian ? bytes.u32le(at) : bytes.u32(at);
  }
}
