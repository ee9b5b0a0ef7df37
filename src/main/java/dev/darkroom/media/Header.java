package dev.darkroom.media;

/**
 * What a format's own walk through a file found.
 *
 * @param width stored width in pixels, before EXIF orientation
 * @param height stored height in pixels, before EXIF orientation
 * @param exif where its EXIF block lies
 */
record Header(int width, int height, boolean alpha, Span exif) {

  /** A stretch of the file; empty if there is none. */
  record Span(long start, long bytes) {
    static final Span NONE = new Span(0, 0);
  }
}
