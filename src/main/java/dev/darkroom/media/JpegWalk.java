package dev.darkroom.media;

import dev.darkroom.media.Header.Span;

/** Walks a JPEG marker by marker to its end-of-image marker (ITU-T T.81, annex B). */
final class JpegWalk {
  /** A progressive file needs some ten scans; each one costs a pass over all pixels. */
  private static final int MOST_SCANS = 64;

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP1 = 0xe1;
  private static final String EXIF = "Exif";

  private final Window bytes;
  private long at = 2;
  private int width;
  private int height;
  private int scans;
  private Span exif = Span.NONE;

  private JpegWalk(Window bytes) {
    this.bytes = bytes;
  }

  /** What the frame header says; BROKEN unless the picture reaches its end-of-image marker. */
  static Header walk(Window bytes) {
    return new JpegWalk(bytes).walk();
  }

  private Header walk() {
    for (int marker = nextMarker(); marker != EOI; marker = nextMarker()) {
      if (marker == SOI || marker == 0x01 || (marker & 0xf8) == 0xd0) {
        continue; // no length, nothing inside
      }
      int segmentBytes = bytes.u16(at);
      if (segmentBytes < 2) {
        throw PictureException.broken("The picture is damaged: a JPEG segment has no length.");
      }
      if (isFrame(marker)) {
        readFrame();
      } else if (marker == APP1 && exif.bytes() == 0 && isExif(segmentBytes)) {
        exif = new Span(at + 8, segmentBytes - 8);
      }
      at += segmentBytes;
      if (marker == SOS) {
        skipScan();
      }
    }
    if (width == 0 || scans == 0) {
      throw PictureException.broken("The picture is damaged: the JPEG holds no image.");
    }
    return new Header(width, height, false, exif);
  }

  /** Past stray and fill bytes, as decoders do. */
  private int nextMarker() {
    int marker = 0;
    while (marker == 0) {
      while (bytes.u8(at) != 0xff) {
        at++;
      }
      while (bytes.u8(at) == 0xff) {
        at++;
      }
      marker = bytes.u8(at++);
    }
    return marker;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private boolean isExif(int segmentBytes) {
    return segmentBytes > 8 && bytes.tag(at + 2).equals(EXIF) && bytes.u16(at + 6) == 0;
  }

  private void readFrame() {
    if (width != 0) {
      throw PictureException.broken("The picture is damaged: the JPEG holds two frames.");
    }
    height = bytes.u16(at + 3);
    width = bytes.u16(at + 5);
    if (width == 0 || height == 0) {
      throw PictureException.broken("The picture is damaged: its size is zero.");
    }
  }

  private void skipScan() {
    if (++scans > MOST_SCANS) {
      throw PictureException.broken("The picture is damaged: the JPEG holds too many scans.");
    }
    // Inside a scan 0xff is followed by 0 (a literal 0xff), a restart marker or a fill byte.
    while (true) {
      if (bytes.u8(at) == 0xff) {
        int next = bytes.u8(at + 1);
        if (next != 0 && next != 0xff && (next & 0xf8) != 0xd0) {
          return;
        }
      }
      at++;
    }
  }
}
