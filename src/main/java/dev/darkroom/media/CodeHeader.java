package dev.darkroom.media;

/** Writes the two codes of a deflate block before its data (RFC 1951, 3.2.7). */
final class CodeHeader {
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private static final int REPEAT = 16;
  private static final int FEW_ZEROS = 17;
  private static final int MANY_ZEROS = 18;

  private final int[] symbols;
  private final int[] extras;
  private final int[] counts = new int[ORDER.length];
  private int used;

  private CodeHeader(int lengths) {
    symbols = new int[lengths];
    extras = new int[lengths];
  }

  static void write(Bits bits, HuffmanCode literals, HuffmanCode distances) {
    int literalCount = used(literals.lengths(), 257);
    int distanceCount = used(distances.lengths(), 1);
    byte[] lengths = new byte[literalCount + distanceCount];
    System.arraycopy(literals.lengths(), 0, lengths, 0, literalCount);
    System.arraycopy(distances.lengths(), 0, lengths, literalCount, distanceCount);
    bits.put(literalCount - 257, 5);
    bits.put(distanceCount - 1, 5);
    CodeHeader header = new CodeHeader(lengths.length);
    header.shorten(lengths);
    header.write(bits);
  }

  private static int used(byte[] lengths, int least) {
    int used = lengths.length;
    while (used > least && lengths[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /** Turns runs of equal lengths into repetitions. */
  private void shorten(byte[] lengths) {
    for (int at = 0; at < lengths.length; ) {
      int end = at + 1;
      while (end < lengths.length && lengths[end] == lengths[at]) {
        end++;
      }
      int run = end - at;
      if (lengths[at] == 0 && run > 10) {
        run = Math.min(run, 138);
        add(MANY_ZEROS, run - 11);
      } else if (lengths[at] == 0 && run > 2) {
        add(FEW_ZEROS, run - 3);
      } else if (run > 3) {
        run = Math.min(run, 7);
        add(lengths[at], 0);
        add(REPEAT, run - 4);
      } else {
        run = 1;
        add(lengths[at], 0);
      }
      at += run;
    }
  }

  private void add(int symbol, int extra) {
    symbols[used] = symbol;
    extras[used++] = extra;
    counts[symbol]++;
  }

  private void write(Bits bits) {
    HuffmanCode code = HuffmanCode.of(counts, 7);
    int lengthCount = ORDER.length;
    while (lengthCount > 4 && code.lengths()[ORDER[lengthCount - 1]] == 0) {
      lengthCount--;
    }
    bits.put(lengthCount - 4, 4);
    for (int i = 0; i < lengthCount; i++) {
      bits.put(code.lengths()[ORDER[i]], 3);
    }
    for (int i = 0; i < used; i++) {
      int packed = code.packed()[symbols[i]];
      bits.put(packed >>> 4, packed & 15);
      bits.put(extras[i], extraBits(symbols[i]));
    }
  }

  private static int extraBits(int symbol) {
    return switch (symbol) {
      case REPEAT -> 2;
      case FEW_ZEROS -> 3;
      case MANY_ZEROS -> 7;
      default -> 0;
    };
  }
}
