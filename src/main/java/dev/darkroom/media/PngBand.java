package dev.darkroom.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2RGBA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.bytedeco.opencv.opencv_core.Mat;

/** Some rows of a picture as one IDAT chunk; its buffers serve one band after another. */
final class PngBand {
  /** Long enough that beginning anew costs little, short enough that a small picture has two. */
  private static final int BAND_BYTES = 1 << 20;

  private static final byte FILTER_SUB = 1;
  private static final byte[] TYPE = "IDAT".getBytes(ISO_8859_1);
  private static final int HEAD_BYTES = 8;

  private final Mat pixels;
  private final int bandRows;
  private final int pixelBytes;
  private final int rowBytes;
  private final byte[] raw;
  private final byte[] filtered;
  private final byte[] chunk;
  private final FastDeflate deflate = new FastDeflate();
  private int filteredBytes;
  private int chunkBytes;
  private int checksum;

  /** The pixels are lent. */
  PngBand(Mat pixels, int bandRows) {
    this.pixels = pixels;
    this.bandRows = bandRows;
    this.pixelBytes = (int) pixels.elemSize();
    this.rowBytes = pixels.cols() * pixelBytes;
    this.raw = new byte[rowBytes];
    this.filtered = new byte[bandRows * (rowBytes + 1)];
    this.chunk = new byte[HEAD_BYTES + FastDeflate.mostBytes(filtered.length) + 4];
  }

  /** How many rows each band of this picture has, but perhaps the last. */
  static int rows(Mat pixels) {
    long rowBytes = pixels.cols() * pixels.elemSize();
    return Math.clamp(BAND_BYTES / rowBytes, 1, pixels.rows());
  }

  /** Makes the chunk of the band with this index. */
  void encode(int index) {
    int firstRow = index * bandRows;
    int rows = Math.min(bandRows, pixels.rows() - firstRow);
    try (Mat stored = pixels.rowRange(firstRow, firstRow + rows);
        Mat ordered = ordered(stored)) {
      for (int row = 0; row < rows; row++) {
        ordered.ptr(row).get(raw);
        if (pixels.elemSize1() == 2) {
          swapBytes();
        }
        filter(row * (rowBytes + 1));
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
  private void swapBytes() {
    for (int i = 0; i < raw.length; i += 2) {
      byte low = raw[i];
      raw[i] = raw[i + 1];
      raw[i + 1] = low;
    }
  }

  private void filter(int at) {
    filtered[at] = FILTER_SUB;
    System.arraycopy(raw, 0, filtered, at + 1, pixelBytes);
    int to = at + 1;
    for (int i = pixelBytes; i < raw.length; i++) {
      filtered[to + i] = (byte) (raw[i] - raw[i - pixelBytes]);
    }
  }

  private void pack() {
    int end = deflate.compress(filtered, filteredBytes, chunk, HEAD_BYTES);
    ByteBuffer.wrap(chunk).putInt(end - HEAD_BYTES).put(TYPE);
    CRC32 crc = new CRC32();
    crc.update(chunk, 4, end - 4);
    ByteBuffer.wrap(chunk, end, 4).putInt((int) crc.getValue());
    chunkBytes = end + 4;
  }
}
