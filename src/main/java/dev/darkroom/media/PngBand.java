package dev.darkroom.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2RGBA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Some rows of a picture as one IDAT chunk; its buffers serve one band after another.
 *
 * <p>On photos, differences to neighbors give smaller files than deflate's usual level does without
 * a filter, and hardly repeat, so that little is looked for. What was drawn by a program, as text
 * and plain faces are, repeats exactly, and is smaller without.
 */
final class PngBand implements AutoCloseable {
  /** Long enough that beginning anew costs little, short enough that a small picture has two. */
  private static final int BAND_BYTES = 1 << 20;

  /** How rows are packed. */
  enum Way {
    /** Differences to the row above. */
    PHOTO((byte) 2, 2),
    /** Differences to the pixel before, which some photos have smaller. */
    PHOTO_ACROSS((byte) 1, 2),
    DRAWING((byte) 0, 6);

    private final byte filter;
    private final int level;

    Way(byte filter, int level) {
      this.filter = filter;
      this.level = level;
    }
  }

  /** So many rows at so many places tell which way is the smallest one. */
  private static final int SAMPLE_ROWS = 8;

  private static final int SAMPLES = 3;
  private static final byte[] TYPE = "IDAT".getBytes(ISO_8859_1);
  private static final int HEAD_BYTES = 8;

  private final Mat pixels;
  private final int bandRows;
  private final int rowBytes;
  private byte[] row;
  private byte[] above;
  private final byte[] filtered;
  private final byte[] chunk;
  private final Way way;
  private final Deflater deflater;
  private int filteredBytes;
  private int chunkBytes;
  private int checksum;

  /** The pixels are lent. */
  PngBand(Mat pixels, int bandRows, Way way) {
    this.pixels = pixels;
    this.way = way;
    this.deflater = new Deflater(way.level, true);
    this.bandRows = bandRows;
    this.rowBytes = pixels.cols() * (int) pixels.elemSize();
    this.row = new byte[rowBytes];
    this.above = new byte[rowBytes];
    this.filtered = new byte[bandRows * (rowBytes + 1)];
    this.chunk = new byte[HEAD_BYTES + mostBytes(filtered.length) + 4];
  }

  /** How many rows each band of this picture has, but perhaps the last. */
  static int rows(Mat pixels) {
    long rowBytes = pixels.cols() * pixels.elemSize();
    return Math.clamp(BAND_BYTES / rowBytes, 1, pixels.rows());
  }

  /** The way that makes the smallest file, as far as a few rows can tell. */
  static Way smallest(Mat pixels) {
    Way smallest = Way.PHOTO;
    long leastBytes = Long.MAX_VALUE;
    for (Way way : Way.values()) {
      long bytes = sampleBytes(pixels, way);
      if (bytes < leastBytes) {
        smallest = way;
        leastBytes = bytes;
      }
    }
    return smallest;
  }

  private static long sampleBytes(Mat pixels, Way way) {
    int rows = Math.min(SAMPLE_ROWS, pixels.rows());
    long bytes = 0;
    try (PngBand band = new PngBand(pixels, rows, way)) {
      for (int i = 1; i <= SAMPLES; i++) {
        band.encode(pixels.rows() / rows * i / (SAMPLES + 1));
        bytes += band.chunkBytes;
      }
    }
    return bytes;
  }

  /** Makes the chunk of the band with this index. */
  void encode(int index) {
    int firstRow = index * bandRows;
    int rows = Math.min(bandRows, pixels.rows() - firstRow);
    // The row above the band is needed too; above the picture all is zero.
    int readFrom = Math.max(0, firstRow - 1);
    Arrays.fill(above, (byte) 0);
    try (Mat stored = pixels.rowRange(readFrom, firstRow + rows);
        Mat ordered = ordered(stored)) {
      if (readFrom < firstRow) {
        read(ordered, 0, above);
      }
      for (int i = 0; i < rows; i++) {
        read(ordered, firstRow - readFrom + i, row);
        filter(i * (rowBytes + 1));
        byte[] done = above;
        above = row;
        row = done;
      }
    }
    filteredBytes = rows * (rowBytes + 1);
    Adler32 adler = new Adler32();
    adler.update(filtered, 0, filteredBytes);
    checksum = (int) adler.getValue();
    pack();
  }

  /** The Adler-32 checksum of the filtered rows. */
  int checksum() {
    return checksum;
  }

  int filteredBytes() {
    return filteredBytes;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(chunk, 0, chunkBytes);
  }

  /** PNG wants red first. */
  private static Mat ordered(Mat stored) {
    if (stored.channels() == 1) {
      return new Mat(stored);
    }
    Mat ordered = new Mat();
    cvtColor(stored, ordered, stored.channels() == 3 ? COLOR_BGR2RGB : COLOR_BGRA2RGBA);
    return ordered;
  }

  /** PNG wants the high byte first; memory has it last on every platform of ours. */
  private static void read(Mat ordered, int index, byte[] into) {
    ordered.ptr(index).get(into);
    if (ordered.elemSize1() == 2) {
      for (int i = 0; i < into.length; i += 2) {
        byte low = into[i];
        into[i] = into[i + 1];
        into[i + 1] = low;
      }
    }
  }

  private void filter(int at) {
    filtered[at] = way.filter;
    switch (way) {
      case PHOTO -> subtract(above, 0, at + 1);
      case PHOTO_ACROSS -> {
        int pixelBytes = (int) pixels.elemSize();
        System.arraycopy(row, 0, filtered, at + 1, pixelBytes);
        subtract(row, pixelBytes, at + 1);
      }
      case DRAWING -> System.arraycopy(row, 0, filtered, at + 1, rowBytes);
    }
  }

  /** From each byte of the row but the first few, the one that lies so many bytes before. */
  private void subtract(byte[] other, int before, int at) {
    for (int i = before; i < rowBytes; i++) {
      filtered[at + i] = (byte) (row[i] - other[i - before]);
    }
  }

  /** As zlib's {@code deflateBound}, and the empty block that ends a band on a whole byte. */
  private static int mostBytes(int bytes) {
    return Math.addExact(bytes, ((bytes + 7) >> 3) + ((bytes + 63) >> 6) + 16);
  }

  private void pack() {
    deflater.reset();
    deflater.setInput(filtered, 0, filteredBytes);
    int most = chunk.length - HEAD_BYTES - 4;
    int packed = deflater.deflate(chunk, HEAD_BYTES, most, Deflater.SYNC_FLUSH);
    if (packed == most) {
      throw new IllegalStateException("A band does not fit its bound, which indicates a bug");
    }
    int end = HEAD_BYTES + packed;
    ByteBuffer.wrap(chunk).putInt(packed).put(TYPE);
    CRC32 crc = new CRC32();
    crc.update(chunk, 4, end - 4);
    ByteBuffer.wrap(chunk, end, 4).putInt((int) crc.getValue());
    chunkBytes = end + 4;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
