package dev.darkroom.bench;

import dev.darkroom.media.Box;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Whether two programs made the same picture, of opaque PNG files of 8 bits. */
final class PixelDifference {
  /** Above them, it was not the same work; inside, each enlarges in its own way. */
  private static final double OUTSIDE_MEAN_MAX = 0.5;

  private static final double INSIDE_MEAN_MAX = 8;

  private PixelDifference() {}

  /**
   * How far apart they are inside a box and outside.
   *
   * @throws IllegalStateException if they are not the same picture
   */
  static String words(Path one, Path other, Box box) throws IOException {
    BufferedImage first = ImageIO.read(one.toFile());
    BufferedImage second = ImageIO.read(other.toFile());
    int width = first.getWidth();
    byte[] ours = bytes(first);
    byte[] theirs = bytes(second);
    if (width != second.getWidth() || ours.length != theirs.length) {
      throw new IllegalStateException("two stitched pictures are not of the same size and kind");
    }
    long[] sums = new long[2];
    long[] counts = new long[2];
    int[] most = new int[2];
    for (int i = 0; i < ours.length; i++) {
      int where = inside(box, i / 3 % width, i / 3 / width) ? 1 : 0;
      int difference = Math.abs((ours[i] & 0xff) - (theirs[i] & 0xff));
      sums[where] += difference;
      counts[where]++;
      most[where] = Math.max(most[where], difference);
    }
    double outside = (double) sums[0] / counts[0];
    double inside = (double) sums[1] / counts[1];
    if (outside > OUTSIDE_MEAN_MAX || inside > INSIDE_MEAN_MAX) {
      throw new IllegalStateException(
          "the pictures differ: by %.1f, in the box by %.1f".formatted(outside, inside));
    }
    return "of 255, outside the box %.3f on average, %d at most; inside %.3f, %d"
        .formatted(outside, most[0], inside, most[1]);
  }

  private static boolean inside(Box box, int x, int y) {
    return x >= box.x() && x < box.x() + box.width() && y >= box.y() && y < box.y() + box.height();
  }

  private static byte[] bytes(BufferedImage image) {
    if (image.getRaster().getDataBuffer() instanceof DataBufferByte buffer
        && image.getRaster().getNumBands() == 3) {
      return buffer.getData();
    }
    throw new IllegalStateException("a stitched picture is not of 8 bits in three channels");
  }
}
