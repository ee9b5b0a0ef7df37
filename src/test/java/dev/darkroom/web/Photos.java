package dev.darkroom.web;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures as users bring them, by the JDK alone, so that nothing of ours checks itself. */
final class Photos {
  private static final int PNG_HEADER_BYTES = 33;

  private Photos() {}

  static byte[] png(int width, int height) {
    return encode(scene(width, height, BufferedImage.TYPE_INT_RGB), "png");
  }

  static byte[] jpeg(int width, int height) {
    return encode(scene(width, height, BufferedImage.TYPE_INT_RGB), "jpg");
  }

  /** A light subject, which covers the middle of a dark scene. */
  static byte[] subject(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(40, 44, 60));
    pen.fillRect(0, 0, width, height);
    pen.setColor(new Color(230, 120, 60));
    pen.fillOval(width / 4, height / 4, width / 2, height / 2);
    pen.dispose();
    return encode(image, "png");
  }

  /** White inside the rectangle, black outside. */
  static byte[] mask(int width, int height, Rectangle white) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fill(white);
    pen.dispose();
    return encode(image, "png");
  }

  /** The lower right quarter lets everything through. */
  static byte[] pngWithAlpha(int width, int height) {
    BufferedImage image = scene(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = height / 2; y < height; y++) {
      for (int x = width / 2; x < width; x++) {
        image.setRGB(x, y, 0);
      }
    }
    return encode(image, "png");
  }

  /** A JPEG whose EXIF says that it must be turned a quarter to the right to stand upright. */
  static byte[] jpegOnItsSide(int width, int height) {
    byte[] jpeg = jpeg(width, height);
    byte[] exif =
        ByteBuffer.allocate(36)
            .putShort((short) 0xffe1)
            .putShort((short) 34)
            .put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII))
            .putInt(8)
            .putShort((short) 1)
            .putShort((short) 0x0112)
            .putShort((short) 3)
            .putInt(1)
            .putShort((short) 6)
            .putShort((short) 0)
            .putInt(0)
            .array();
    return ByteBuffer.allocate(jpeg.length + exif.length)
        .put(jpeg, 0, 2)
        .put(exif)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** A small PNG whose header claims another size, with a right checksum. */
  static byte[] pngThatClaims(int width, int height) {
    byte[] png = png(64, 64);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    return sealed(png);
  }

  /** The same PNG, its header with a right checksum again. */
  static byte[] sealed(byte[] png) {
    CRC32 crc = new CRC32();
    crc.update(png, 12, PNG_HEADER_BYTES - 4 - 12);
    ByteBuffer.wrap(png).putInt(PNG_HEADER_BYTES - 4, (int) crc.getValue());
    return png;
  }

  static byte[] pngChunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  /**
   * Where the header of the frame begins: its marker, two bytes of length, depth, height, width.
   */
  static int frameOf(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != 0xc0) {
      at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
    }
    return at;
  }

  static byte[] firstHalf(byte[] file) {
    return Arrays.copyOf(file, file.length / 2);
  }

  static BufferedImage decode(byte[] file) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      if (image == null) {
        throw new AssertionError("not a picture that the JDK can read");
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The colours of the four quarters in reading order: {@code RGBW}. */
  static String quarters(BufferedImage image) {
    StringBuilder letters = new StringBuilder();
    for (int quarter = 0; quarter < 4; quarter++) {
      int x = image.getWidth() * (quarter % 2 * 2 + 1) / 4;
      int y = image.getHeight() * (quarter / 2 * 2 + 1) / 4;
      Color color = new Color(image.getRGB(x, y));
      letters.append(letter(color.getRed() > 128, color.getGreen() > 128, color.getBlue() > 128));
    }
    return letters.toString();
  }

  private static char letter(boolean red, boolean green, boolean blue) {
    if (red && green && blue) {
      return 'W';
    }
    if (red) {
      return 'R';
    }
    if (green) {
      return 'G';
    }
    return blue ? 'B' : '-';
  }

  private static BufferedImage scene(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D pen = image.createGraphics();
    Color[] colors = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
    for (int quarter = 0; quarter < 4; quarter++) {
      pen.setColor(colors[quarter]);
      pen.fillRect(
          quarter % 2 * (width / 2), quarter / 2 * (height / 2), width - width / 2 + 1, height);
    }
    pen.dispose();
    return image;
  }

  private static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new AssertionError("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
