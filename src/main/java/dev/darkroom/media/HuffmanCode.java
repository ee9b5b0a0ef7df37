package dev.darkroom.media;

import java.util.Arrays;

/** A canonical prefix code of limited length, made for known frequencies (RFC 1951, 3.2.2). */
final class HuffmanCode {
  private static final int MOST_BITS = 15;

  private final byte[] lengths;
  private final int[] packed;

  private HuffmanCode(byte[] lengths) {
    this.lengths = lengths;
    this.packed = packed(lengths);
  }

  /**
   * The best code but for its limit, which costs next to nothing.
   *
   * @param counts how often each symbol occurs; fewer than 65,536 symbols, each less than 2³¹
   * @param mostBits the longest code allowed; 2 to that power is no less than the symbols that
   *     occur
   */
  static HuffmanCode of(int[] counts, int mostBits) {
    long[] leaves = new long[counts.length];
    int used = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        leaves[used++] = (long) counts[symbol] << 16 | symbol;
      }
    }
    byte[] lengths = new byte[counts.length];
    if (used < 2) {
      // Decoders want a code for one symbol even if it is never used.
      lengths[used == 0 ? 0 : (int) leaves[0] & 0xffff] = 1;
      return new HuffmanCode(lengths);
    }
    Arrays.sort(leaves, 0, used);
    int[] lengthCounts = limited(depths(leaves, used, mostBits), mostBits);
    int leaf = 0;
    for (int bits = mostBits; bits > 0; bits--) {
      for (int i = 0; i < lengthCounts[bits]; i++) {
        lengths[(int) leaves[leaf++] & 0xffff] = (byte) bits;
      }
    }
    return new HuffmanCode(lengths);
  }

  /** Bits of each symbol's code; 0 if it has none. */
  byte[] lengths() {
    return lengths;
  }

  /** Each symbol's code, as it is written from the lowest bit on, times 16, plus its length. */
  int[] packed() {
    return packed;
  }

  /** How many symbols an unlimited code gives each length, longer ones counted at the limit. */
  private static int[] depths(long[] leaves, int used, int mostBits) {
    int nodes = 2 * used - 1;
    long[] weights = new long[nodes];
    int[] parents = new int[nodes];
    for (int leaf = 0; leaf < used; leaf++) {
      weights[leaf] = leaves[leaf] >>> 16;
    }
    // Leaves come sorted and sums are made in rising order, so the two least are at the heads.
    int leaf = 0;
    int sum = used;
    for (int made = used; made < nodes; made++) {
      for (int child = 0; child < 2; child++) {
        boolean takeLeaf = leaf < used && (sum == made || weights[leaf] <= weights[sum]);
        int taken = takeLeaf ? leaf++ : sum++;
        weights[made] += weights[taken];
        parents[taken] = made;
      }
    }
    int[] depths = new int[nodes];
    int[] counts = new int[mostBits + 1];
    for (int node = nodes - 2; node >= 0; node--) {
      depths[node] = depths[parents[node]] + 1;
      if (node < used) {
        counts[Math.min(depths[node], mostBits)]++;
      }
    }
    return counts;
  }

  /** Lengthens short codes until the cut ones have room: the sum of 2^-length is 1 at most. */
  private static int[] limited(int[] counts, int mostBits) {
    long taken = 0;
    for (int bits = 1; bits <= mostBits; bits++) {
      taken += (long) counts[bits] << (mostBits - bits);
    }
    for (; taken > 1L << mostBits; taken--) {
      int bits = mostBits - 1;
      while (counts[bits] == 0) {
        bits--;
      }
      counts[mostBits]--;
      counts[bits]--;
      counts[bits + 1] += 2;
    }
    return counts;
  }

  private static int[] packed(byte[] lengths) {
    int[] counts = new int[MOST_BITS + 1];
    for (byte bits : lengths) {
      counts[bits]++;
    }
    counts[0] = 0;
    int[] next = new int[MOST_BITS + 1];
    for (int bits = 1; bits <= MOST_BITS; bits++) {
      next[bits] = (next[bits - 1] + counts[bits - 1]) << 1;
    }
    int[] packed = new int[lengths.length];
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int bits = lengths[symbol];
      if (bits > 0) {
        packed[symbol] = ((Integer.reverse(next[bits]++) >>> (32 - bits)) << 4) | bits;
      }
    }
    return packed;
  }
}
