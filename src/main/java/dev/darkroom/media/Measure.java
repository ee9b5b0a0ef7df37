package dev.darkroom.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Measures a picture by its header, and refuses what must not be decoded. */
public final class Measure {
  /** The longest side in pixels: libjpeg's {@code JPEG_MAX_DIMENSION}. */
  static final int MOST_SIDE_PIXELS = 65_500;

  /** OpenCV's own default limit, {@code OPENCV_IO_MAX_IMAGE_PIXELS}. */
  private static final long MOST_PIXELS = 1L << 30;

  private Measure() {}

  /**
   * Walks the file's structure in constant memory, decoding no pixel.
   *
   * @param maxPixels the largest width × height that is accepted
   * @throws PictureException NOT_A_PICTURE for other bytes, BROKEN for a damaged or cut-off file,
   *     TOO_MANY_PIXELS past {@code maxPixels} or 65,500 pixels a side
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Measured measure(Path file, long maxPixels) {
    try (FileChannel channel = FileChannel.open(file)) {
      return measure(new Window(channel), maxPixels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #measure(Path, long)}, of bytes in memory. */
  public static Measured measure(byte[] bytes, long maxPixels) {
    return measure(new Window(ByteBuffer.wrap(bytes)), maxPixels);
  }

  static Measured measure(Window bytes, long maxPixels) {
    int headBytes = (int) Math.min(bytes.length(), PictureFormat.SNIFFED_BYTES);
    PictureFormat format =
        PictureFormat.sniff(bytes.copy(0, headBytes)).orElseThrow(Measure::notAPicture);
    Header header =
        switch (format) {
          case JPEG -> JpegWalk.walk(bytes);
          case PNG -> PngWalk.walk(bytes);
          case WEBP -> WebpWalk.walk(bytes);
        };
    refuseTooLarge(header, Math.min(maxPixels, MOST_PIXELS));
    int orientation = ExifOrientation.read(bytes, header.exif());
    boolean swapped = orientation >= 5;
    int width = swapped ? header.height() : header.width();
    int height = swapped ? header.width() : header.height();
    return new Measured(format, width, height, orientation, header.alpha());
  }

  private static PictureException notAPicture() {
    return new PictureException(
        PictureException.Kind.NOT_A_PICTURE, "This is not a JPEG, PNG or WebP picture.");
  }

  private static void refuseTooLarge(Header header, long maxPixels) {
    int longer = Math.max(header.width(), header.height());
    if ((long) header.width() * header.height() > maxPixels || longer > MOST_SIDE_PIXELS) {
      throw PictureException.tooLarge(header.width() + " × " + header.height() + " pixels");
    }
  }
}
