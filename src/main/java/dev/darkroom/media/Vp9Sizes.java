package dev.darkroom.media;

import dev.darkroom.media.FrameSizes.Size;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sizes that the frames of a packet say they have, those that are not shown among them
 * (VP9 bitstream specification 0.6, 6.2 and annex B). Damaged headers say none.
 */
final class Vp9Sizes {
  private static final int SYNC_CODE = 0x498342;
  private static final int RGB = 7;
  private static final int REFERENCES = 3;

  private final ByteBuffer frame;
  private int at;

  private Vp9Sizes(ByteBuffer frame) {
    this.frame = frame;
  }

  static List<Size> of(ByteBuffer packet) {
    List<Size> sizes = new ArrayList<>();
    int begin = 0;
    for (int bytes : frames(packet)) {
      if (bytes < 0 || bytes > packet.limit() - begin) {
        break;
      }
      Size size = new Vp9Sizes(packet.slice(begin, bytes)).size();
      if (size != null) {
        sizes.add(size);
      }
      begin += bytes;
    }
    return sizes;
  }

  /** How many bytes each frame has; several end with an index, which begins as it ends. */
  private static int[] frames(ByteBuffer packet) {
    int bytes = packet.limit();
    int marker = bytes == 0 ? 0 : packet.get(bytes - 1) & 0xff;
    int numberBytes = ((marker >> 3) & 3) + 1;
    int[] frames = new int[(marker & 7) + 1];
    int index = bytes - 2 - numberBytes * frames.length;
    if ((marker & 0xe0) != 0xc0 || index < 0 || (packet.get(index) & 0xff) != marker) {
      return new int[] {bytes};
    }
    for (int i = 0; i < frames.length; i++) {
      for (int j = 0; j < numberBytes; j++) {
        frames[i] |= (packet.get(index + 1 + i * numberBytes + j) & 0xff) << (8 * j);
      }
    }
    return frames;
  }

  /** Null if the frame says none: then it has the size of one before it. */
  private @Nullable Size size() {
    boolean isFrame = bits(2) == 2;
    int profile = bits(1) | (bits(1) << 1);
    if (profile == 3) {
      bits(1);
    }
    boolean shownAgain = flag();
    if (!isFrame || shownAgain) {
      return null;
    }
    boolean key = !flag();
    boolean shown = flag();
    boolean resilient = flag();
    boolean said = key ? passKey(profile) : passOther(profile, shown, resilient);
    Size size = new Size(bits(16) + 1, bits(16) + 1);
    return said && at <= 8 * frame.limit() ? size : null;
  }

  /** Whether a size follows. */
  private boolean passKey(int profile) {
    boolean sync = bits(24) == SYNC_CODE;
    passColors(profile);
    return sync;
  }

  private boolean passOther(int profile, boolean shown, boolean resilient) {
    boolean intra = !shown && flag();
    bits(resilient ? 0 : 2);
    if (intra) {
      boolean sync = bits(24) == SYNC_CODE;
      if (profile > 0) {
        passColors(profile);
      }
      bits(8);
      return sync;
    }
    // Which places it is kept in, and where each frame lies that it refers to.
    bits(8 + REFERENCES * 4);
    for (int i = 0; i < REFERENCES; i++) {
      boolean itsSizeIsMine = flag();
      if (itsSizeIsMine) {
        return false;
      }
    }
    return true;
  }

  private void passColors(int profile) {
    boolean odd = profile % 2 == 1;
    bits(profile >= 2 ? 1 : 0);
    if (bits(3) == RGB) {
      bits(odd ? 1 : 0);
    } else {
      bits(odd ? 4 : 1);
    }
  }

  private boolean flag() {
    return bits(1) == 1;
  }

  /** Zeros where the frame ends before. */
  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++, at++) {
      int bit = at < 8 * frame.limit() ? (frame.get(at >> 3) >> (7 - (at & 7))) & 1 : 0;
      value = (value << 1) | bit;
    }
    return value;
  }
}
