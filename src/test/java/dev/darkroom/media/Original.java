package dev.darkroom.media;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import javax.imageio.ImageIO;

/** Kinds of PNG that an original may be, with pixels that are known without decoding the file. */
enum Original {
  GREY(8, 0),
  GREY_ALPHA(8, 4),
  PALETTE(8, 3),
  RGB(8, 2),
  RGBA(8, 6),
  GREY_16(16, 0),
  GREY_ALPHA_16(16, 4),
  RGB_16(16, 2),
  RGBA_16(16, 6);

  private final int depth;
  private final int colorType;

  Original(int depth, int colorType) {
    this.depth = depth;
    this.colorType = colorType;
  }

  /** The level of full white. */
  int white() {
    return (1 << depth) - 1;
  }

  boolean alpha() {
    return (colorType & 4) != 0;
  }

  /** Noise: for each pixel red, green, blue and, if the kind has it, alpha. */
  int[][] levels(int width, int height) {
    Random random = new Random(7);
    int[][] levels = new int[width * height][];
    for (int i = 0; i < levels.length; i++) {
      int[] rgba = random.ints(4, 0, white() + 1).toArray();
      switch (colorType) {
        case 0, 4 -> rgba[1] = rgba[2] = rgba[0];
        case 3 -> rgba = color(random.nextInt(16));
        default -> {}
      }
      levels[i] = alpha() ? rgba : new int[] {rgba[0], rgba[1], rgba[2]};
    }
    return levels;
  }

  /** A file of those levels. */
  byte[] file(int width, int height) {
    int[][] levels = levels(width, height);
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int i = 0; i < levels.length; i++) {
      if (i % width == 0) {
        rows.write(0);
      }
      for (int sample : samples(levels[i])) {
        if (depth == 16) {
          rows.write(sample >> 8);
        }
        rows.write(sample);
      }
    }
    return Pictures.concat(
        Pictures.pngHead(width, height, depth, colorType),
        colorType == 3 ? palette() : new byte[0],
        Pictures.pngBody(rows.toByteArray()));
  }

  private int[] samples(int[] levels) {
    return switch (colorType) {
      case 0 -> new int[] {levels[0]};
      case 3 -> new int[] {levels[0] / 17};
      case 4 -> new int[] {levels[0], levels[3]};
      default -> levels;
    };
  }

  private static int[] color(int index) {
    return new int[] {index * 17, 255 - index, index * 9, 255};
  }

  private static byte[] palette() {
    ByteBuffer colors = ByteBuffer.allocate(16 * 3);
    for (int index = 0; index < 16; index++) {
      int[] color = color(index);
      colors.put((byte) color[0]).put((byte) color[1]).put((byte) color[2]);
    }
    return Pictures.pngChunk("PLTE", colors.array());
  }

  /** What another decoder than ours finds in a PNG of colors, as {@link #levels} has it. */
  static int[][] read(byte[] png) {
    try {
      Raster raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
      int[][] levels = new int[raster.getWidth() * raster.getHeight()][];
      for (int i = 0; i < levels.length; i++) {
        int x = i % raster.getWidth();
        levels[i] = raster.getPixel(x, i / raster.getWidth(), (int[]) null);
      }
      return levels;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
