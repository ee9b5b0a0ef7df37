package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A decoded picture: upright, 8 bits a channel, BGR or BGRA.
 *
 * <p>It owns native memory until closed, and is for one thread at a time.
 */
public final class Picture implements AutoCloseable {
  private final Mat mat;

  private Picture(Mat mat) {
    this.mat = mat;
  }

  /**
   * Decodes a file, the first frame of an animation.
   *
   * @param maxPixels as in {@link Measure#measure(Path, long)}, which is asked first
   * @throws PictureException if it is no picture, damaged or too large
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Picture read(Path file, long maxPixels) {
    return new Picture(PictureFile.decode(file, maxPixels, Decode::eightBits));
  }

  /** As {@link #read(Path, long)}, of bytes in memory. */
  public static Picture read(byte[] bytes, long maxPixels) {
    OpenCv.load(); // before the first pointer is made
    try (BytePointer copy = new BytePointer(bytes)) {
      return new Picture(PictureFile.decode(copy, maxPixels, Decode::eightBits));
    }
  }

  /**
   * Takes over pixels made elsewhere; closing the picture releases them.
   *
   * @param mat 8 bits, 3 (BGR) or 4 (BGRA) channels
   */
  public static Picture of(Mat mat) {
    if (mat.empty() || mat.depth() != CV_8U || (mat.channels() != 3 && mat.channels() != 4)) {
      throw new IllegalArgumentException("8-bit BGR or BGRA pixels are needed");
    }
    return new Picture(mat);
  }

  /** Width in pixels. */
  public int width() {
    return mat().cols();
  }

  /** Height in pixels. */
  public int height() {
    return mat().rows();
  }

  /** Whether there is a fourth channel. */
  public boolean alpha() {
    return mat().channels() == 4;
  }

  /** The pixels themselves, lent until this picture is closed. */
  public Mat mat() {
    if (mat.isNull()) {
      throw new IllegalStateException("the picture is closed");
    }
    return mat;
  }

  /**
   * A new picture of exactly this size: averaged where it shrinks, Lanczos where it grows.
   *
   * @param width pixels, 1 to 65,500
   * @param height pixels, 1 to 65,500
   */
  public Picture resize(int width, int height) {
    int most = Measure.MOST_SIDE_PIXELS;
    if (width < 1 || height < 1 || width > most || height > most) {
      throw new IllegalArgumentException("cannot resize to " + width + " × " + height);
    }
    Mat from = mat();
    return PixelThreads.call(() -> new Picture(Resize.to(from, width, height)));
  }

  /**
   * The bytes of a picture file: JPEG at quality 95 without chroma subsampling, PNG lossless, WebP
   * at quality 90. JPEG has no alpha: transparent parts become white.
   */
  public byte[] encode(PictureFormat format) {
    return Encode.bytes(mat(), format);
  }

  /** Writes a file as {@link #encode} makes it, without holding all of it on the heap. */
  public void write(PictureFormat format, Path to) throws IOException {
    Encode.write(mat(), format, to);
  }

  /** A placeholder of some 28 characters (blurha.sh), of 4 × 3 components, 3 × 4 if portrait. */
  public String blurhash() {
    Mat pixels = mat();
    return PixelThreads.call(() -> Blurhash.of(pixels));
  }

  /** Releases the native memory; closing twice does nothing. */
  @Override
  public void close() {
    mat.close();
  }
}
