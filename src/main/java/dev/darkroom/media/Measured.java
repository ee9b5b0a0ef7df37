package dev.darkroom.media;

/**
 * What a picture's header says, before any decode.
 *
 * @param width upright width in pixels, after EXIF orientations 5 to 8 have swapped the sides
 * @param height upright height in pixels
 * @param orientation EXIF orientation 1 to 8 as stored; 1 if there is none
 * @param alpha whether the file carries transparency
 */
public record Measured(
    PictureFormat format, int width, int height, int orientation, boolean alpha) {

  /** The number of pixels. */
  public long pixels() {
    return (long) width * height;
  }
}
