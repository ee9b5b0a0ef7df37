package dev.darkroom.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Writes PNG files (W3C PNG, third edition) on both pixel threads at a time.
 *
 * <p>The rows are cut into bands, each a piece of the one zlib stream in an IDAT chunk of its own.
 * The same pixels always give the same bytes.
 */
final class Png {
  private static final byte[] SIGNATURE = "\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1);

  /** Deflate with a window of 32 KB, made by a fast algorithm (RFC 1950). */
  private static final byte[] ZLIB_HEAD = {0x78, 0x01};

  /** An empty stored block, marked as the last one (RFC 1951, 3.2.4). */
  private static final byte[] LAST_BLOCK = {1, 0, 0, -1, -1};

  /** Two are worked on while two wait to be written; they bound the memory of a file. */
  private static final int BANDS = 4;

  private Png() {}

  /** The file in memory; see {@link #write}. */
  static byte[] bytes(Mat pixels) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(pixels, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Writes a file; not to be called on a pixel thread, as it waits for them.
   *
   * @param pixels grey, BGR or BGRA of 8 or 16 bits a channel
   */
  static void write(Mat pixels, OutputStream out) throws IOException {
    out.write(SIGNATURE);
    out.write(chunk("IHDR", header(pixels)));
    out.write(chunk("IDAT", ZLIB_HEAD));
    int checksum = writeBands(pixels, out);
    byte[] tail =
        ByteBuffer.allocate(LAST_BLOCK.length + 4).put(LAST_BLOCK).putInt(checksum).array();
    out.write(chunk("IDAT", tail));
    out.write(chunk("IEND", new byte[0]));
  }

  /** Returns the checksum of all filtered rows. */
  private static int writeBands(Mat pixels, OutputStream out) throws IOException {
    PngBand.Way way = PixelThreads.call(() -> PngBand.smallest(pixels));
    int bandRows = PngBand.rows(pixels);
    int count = Math.ceilDiv(pixels.rows(), bandRows);
    PngBand[] bands = new PngBand[Math.min(BANDS, count)];
    CompletableFuture<?>[] works = new CompletableFuture<?>[bands.length];
    try {
      for (int i = 0; i < bands.length; i++) {
        bands[i] = new PngBand(pixels, bandRows, way);
        works[i] = start(bands[i], i);
      }
      int checksum = Adler.EMPTY;
      for (int i = 0; i < count; i++) {
        int slot = i % bands.length;
        PixelThreads.await(works[slot]);
        bands[slot].writeTo(out);
        checksum = Adler.joined(checksum, bands[slot].checksum(), bands[slot].filteredBytes());
        if (i + bands.length < count) {
          works[slot] = start(bands[slot], i + bands.length);
        }
      }
      return checksum;
    } finally {
      // After a failed write the pixels are not ours any more once we return.
      for (int i = 0; i < bands.length; i++) {
        if (works[i] != null) {
          works[i].handle((_, _) -> true).join();
        }
        if (bands[i] != null) {
          bands[i].close();
        }
      }
    }
  }

  private static CompletableFuture<?> start(PngBand band, int index) {
    return PixelThreads.start(() -> band.encode(index));
  }

  private static byte[] header(Mat pixels) {
    byte colorType =
        switch (pixels.channels()) {
          case 1 -> 0;
          case 3 -> 2;
          case 4 -> 6;
          default ->
              throw new IllegalArgumentException("no PNG has " + pixels.channels() + " channels");
        };
    return ByteBuffer.allocate(13)
        .putInt(pixels.cols())
        .putInt(pixels.rows())
        .put((byte) (8 * pixels.elemSize1()))
        .put(colorType)
        .array();
  }

  private static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
    chunk.putInt(data.length).put(type.getBytes(ISO_8859_1)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) crc.getValue()).array();
  }
}
