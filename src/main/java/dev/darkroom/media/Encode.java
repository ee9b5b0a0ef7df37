package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_WEBP_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** From pixels to a file's bytes, by the pixel threads. */
final class Encode {
  /** The format stores a side in 14 bits (RFC 9649). */
  private static final int MOST_WEBP_SIDE_PIXELS = 16_383;

  private static final int[] JPEG = {
    IMWRITE_JPEG_QUALITY, 95, IMWRITE_JPEG_SAMPLING_FACTOR, IMWRITE_JPEG_SAMPLING_FACTOR_444
  };

  private static final int[] WEBP = {IMWRITE_WEBP_QUALITY, 90};

  private static final int[] PREVIEW_JPEG = {IMWRITE_JPEG_QUALITY, 80};
  private static final int[] PREVIEW_WEBP = {IMWRITE_WEBP_QUALITY, 80};

  private Encode() {}

  /** As {@link #bytes}, to a file that is created or overwritten. */
  static void write(Mat pixels, PictureFormat format, Path to) throws IOException {
    if (format == PictureFormat.PNG) {
      try (OutputStream out = Files.newOutputStream(to)) {
        Png.write(pixels, out);
      }
    } else {
      Files.write(to, bytes(pixels, format));
    }
  }

  /** The settings are explained at {@link Picture#encode}. */
  static byte[] bytes(Mat pixels, PictureFormat format) {
    return switch (format) {
      case JPEG -> PixelThreads.call(() -> jpeg(pixels));
      case PNG -> Png.bytes(pixels);
      case WEBP -> {
        if (Math.max(pixels.cols(), pixels.rows()) > MOST_WEBP_SIDE_PIXELS) {
          throw PictureException.tooLarge("WebP holds at most 16,383 pixels a side");
        }
        yield PixelThreads.call(() -> bytes(pixels, ".webp", WEBP));
      }
    };
  }

  /** Of a small picture: a JPEG, or a WebP if it has alpha; to be looked at, and not worked on. */
  static byte[] preview(Mat pixels) {
    return PixelThreads.call(
        () ->
            pixels.channels() == 4
                ? bytes(pixels, ".webp", PREVIEW_WEBP)
                : bytes(pixels, ".jpg", PREVIEW_JPEG));
  }

  private static byte[] jpeg(Mat pixels) {
    try (Mat opaque = Alpha.onWhite(pixels)) {
      return bytes(opaque, ".jpg", JPEG);
    }
  }

  private static byte[] bytes(Mat pixels, String extension, int[] settings) {
    try (BytePointer file = new BytePointer();
        IntPointer parameters = new IntPointer(settings)) {
      if (!imencode(extension, pixels, file, parameters)) {
        throw new IllegalStateException("cannot encode " + extension + ", which indicates a bug");
      }
      byte[] bytes = new byte[Math.toIntExact(file.limit())];
      file.get(bytes);
      return bytes;
    }
  }
}
