package dev.darkroom.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Opens picture files: measured first, then decoded on a pixel thread. */
final class PictureFile {
  /** Half a gigabyte: 100 megapixels of noise in 8-bit RGBA, and some. */
  private static final long MOST_FILE_BYTES = 512L << 20;

  private PictureFile() {}

  static {
    // Sets what JavaCPP reads when the first pointer is made.
    OpenCv.load();
  }

  /** From {@code fileBytes} bytes of a file to upright pixels. */
  interface Decoder {
    Mat decode(BytePointer file, int fileBytes, Measured measured);
  }

  /** New pixels that the caller closes; refuses as {@link Picture#read(Path, long)} does. */
  static Mat decode(Path file, long maxPixels, Decoder decoder) {
    // One copy of the bytes is both measured and decoded, outside the heap; a mapped file that
    // somebody shortens would kill the process.
    try (FileChannel channel = FileChannel.open(file)) {
      long fileBytes = channel.size();
      if (fileBytes > MOST_FILE_BYTES) {
        throw PictureException.tooLarge((fileBytes >> 20) + " MB");
      }
      try (BytePointer bytes = new BytePointer(Math.max(1, fileBytes)).limit(fileBytes)) {
        ByteBuffer buffer = bytes.asByteBuffer();
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        return decode(bytes.limit(buffer.position()), maxPixels, decoder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #decode(Path, long, Decoder)}, of bytes that may be changed in place. */
  static Mat decode(BytePointer bytes, long maxPixels, Decoder decoder) {
    ByteBuffer view = bytes.asByteBuffer();
    Measured measured = Measure.measure(new Window(view), maxPixels);
    int fileBytes = measured.format() == PictureFormat.PNG ? PngWalk.strip(view) : view.limit();
    return PixelThreads.call(() -> decoder.decode(bytes, fileBytes, measured));
  }
}
