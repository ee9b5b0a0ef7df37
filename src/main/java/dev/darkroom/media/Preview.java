package dev.darkroom.media;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Small pictures that stand for files in long lists: upright, never larger than the file's own, a
 * JPEG, or a WebP where something shines through. {@link PictureFormat#sniff} tells which.
 */
public final class Preview {
  /** In pixels: three times what a phone shows of it, twice what a gallery does. */
  public static final int WIDTH_MAX = 480;

  /** Strips of many screens exist, and are not shown in full by any list. */
  public static final int HEIGHT_MAX = 4 * WIDTH_MAX;

  private Preview() {}

  /** A size in pixels. */
  record Size(int width, int height) {

    /** The largest of the same shape that is no larger than this one and fits. */
    Size fitted(int widthMax, int heightMax) {
      double scale = Math.min(1, Math.min((double) widthMax / width, (double) heightMax / height));
      return new Size(scaled(width, scale), scaled(height, scale));
    }

    private static int scaled(int side, double scale) {
      return Math.max(1, (int) Math.round(side * scale));
    }
  }

  /** Of a file that is shown in this size. */
  static Size size(int width, int height) {
    return new Size(width, height).fitted(WIDTH_MAX, HEIGHT_MAX);
  }

  /**
   * Of a picture. Whoever asks has a {@link PixelPlace}.
   *
   * @param maxPixels as of {@link Picture#read(Path, long)}
   * @throws PictureException if it is no picture, damaged or too large
   * @throws UncheckedIOException if the file cannot be read
   */
  public static byte[] ofPicture(Path file, long maxPixels) {
    try (Picture picture = Picture.of(PictureFile.decode(file, maxPixels, Preview::reduced))) {
      return encoded(picture);
    }
  }

  private static Mat reduced(BytePointer bytes, int byteCount, Measured measured) {
    return Decode.reduced(bytes, byteCount, measured, size(measured.width(), measured.height()));
  }

  /**
   * Of a video: the first of its early frames that is not dark, or the lightest of them.
   *
   * @throws VideoException if it is no video, damaged or too much of one; BUSY if memory ended
   * @throws UncheckedIOException if the file cannot be read, or no process be started
   */
  public static byte[] ofVideo(Path file, VideoLimits limits) {
    try (Picture still = Video.still(file, limits)) {
      return encoded(still);
    }
  }

  private static byte[] encoded(Picture picture) {
    Size size = size(picture.width(), picture.height());
    if (size.width() == picture.width() && size.height() == picture.height()) {
      return Encode.preview(picture.mat());
    }
    try (Picture small = picture.resize(size.width(), size.height())) {
      return Encode.preview(small.mat());
    }
  }
}
