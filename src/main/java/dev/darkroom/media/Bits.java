package dev.darkroom.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes a number of bits at a time, the lowest first, as deflate packs them.
 *
 * <p>Up to eight bytes past the end are scratched, so that a word can be stored at a time.
 */
final class Bits {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private int at;
  private long pending;
  private int pendingBits;

  /** Into {@code bytes} from {@code at} on. */
  Bits(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** At most 56 bits; those of {@code value} above {@code count} are zero. */
  void put(long value, int count) {
    long word = pending | value << pendingBits;
    int wordBits = pendingBits + count;
    WORD.set(bytes, at, word);
    at += wordBits >>> 3;
    pending = word >>> (wordBits & ~7);
    pendingBits = wordBits & 7;
  }

  /** One code of {@link HuffmanCode#packed} for each byte of {@code from} in the range. */
  void putEach(byte[] from, int start, int end, int[] codes) {
    int i = start;
    // Four codes fit a word beside what is pending; single ones would be half as fast.
    for (; i + 3 < end; i += 4) {
      int a = codes[from[i] & 0xff];
      int b = codes[from[i + 1] & 0xff];
      int c = codes[from[i + 2] & 0xff];
      int d = codes[from[i + 3] & 0xff];
      int low = (a >>> 4) | (b >>> 4) << (a & 15);
      int lowBits = (a & 15) + (b & 15);
      int high = (c >>> 4) | (d >>> 4) << (c & 15);
      put(low | (long) high << lowBits, lowBits + (c & 15) + (d & 15));
    }
    for (; i < end; i++) {
      int code = codes[from[i] & 0xff];
      put(code >>> 4, code & 15);
    }
  }

  /** Fills the last byte up with zeros, and says where the next one goes. */
  int align() {
    if (pendingBits > 0) {
      put(0, 8 - pendingBits);
    }
    return at;
  }
}
