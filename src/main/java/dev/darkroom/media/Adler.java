package dev.darkroom.media;

/** Joins Adler-32 checksums of pieces to that of the whole (RFC 1950; zlib's adler32_combine). */
final class Adler {
  /** The checksum of nothing. */
  static final int EMPTY = 1;

  private static final int BASE = 65_521;

  private Adler() {}

  /** The checksum of two pieces, one after the other, the second {@code secondBytes} long. */
  static int joined(int first, int second, long secondBytes) {
    long firstSum = first & 0xffff;
    long secondSum = second & 0xffff;
    // Both sums begin at 1; the sum of sums meets the first sum once for each later byte.
    long sum = (firstSum + secondSum + BASE - 1) % BASE;
    long sums =
        ((first >>> 16) + (second >>> 16) + secondBytes % BASE * (firstSum + BASE - 1)) % BASE;
    return (int) (sums << 16 | sum);
  }
}
