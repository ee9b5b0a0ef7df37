package dev.darkroom.emulator;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small pictures whose contents a test knows, and measures on them. */
final class Drawn {
  private Drawn() {}

  static Shape ellipse(int width, int height) {
    return new Ellipse2D.Double(0.25 * width, 0.35 * height, 0.5 * width, 0.45 * height);
  }

  static Shape box(int width, int height) {
    return new RoundRectangle2D.Double(
        0.2 * width, 0.4 * height, 0.6 * width, 0.35 * height, 0.1 * width, 0.1 * width);
  }

  /** A shape in one colour, a little noisy, before a noisy grey-blue wall. */
  static BufferedImage before(Shape shape, Color color, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    fill(image, shape, color);
    Random random = new Random(5);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = image.getRGB(x, y);
        boolean wall = !shape.contains(x + 0.5, y + 0.5);
        int noise = random.nextInt(wall ? 60 : 12);
        image.setRGB(x, y, wall ? grey(80 + noise) : lighter(rgb, noise));
      }
    }
    return image;
  }

  /** The shape on pure black, as an isolation stage leaves it. */
  static BufferedImage onBlack(Shape shape, Color color, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    fill(image, shape, color);
    return image;
  }

  /** An empty scene: bright sky above, a grey ground below. */
  static BufferedImage scene(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(150, 180, 215));
    graphics.fillRect(0, 0, width, height / 2);
    graphics.setColor(new Color(120, 118, 115));
    graphics.fillRect(0, height / 2, width, height - height / 2);
    graphics.dispose();
    return image;
  }

  /** Rectangles of random colors and places, the same every time. */
  static BufferedImage patches(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      int side = 10 + random.nextInt(50);
      Shape patch = new Rectangle(random.nextInt(width), random.nextInt(height), side, side);
      fill(image, patch, new Color(random.nextInt(1 << 24)));
    }
    return image;
  }

  static BufferedImage flat(Color color, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return image;
  }

  static String uri(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
  }

  /** Overlap divided by union of a shape and what is more than half opaque. */
  static double overlap(Shape shape, BufferedImage cut) {
    int both = 0;
    int either = 0;
    for (int y = 0; y < cut.getHeight(); y++) {
      for (int x = 0; x < cut.getWidth(); x++) {
        boolean expected = shape.contains(x + 0.5, y + 0.5);
        boolean found = cut.getRGB(x, y) >>> 24 > 127;
        both += expected && found ? 1 : 0;
        either += expected || found ? 1 : 0;
      }
    }
    return (double) both / either;
  }

  /** Mean difference in levels of all channels. */
  static double difference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        Color a = new Color(one.getRGB(x, y));
        Color b = new Color(other.getRGB(x, y));
        sum += Math.abs(a.getRed() - b.getRed());
        sum += Math.abs(a.getGreen() - b.getGreen());
        sum += Math.abs(a.getBlue() - b.getBlue());
      }
    }
    return sum / (3.0 * one.getWidth() * one.getHeight());
  }

  private static void fill(BufferedImage image, Shape shape, Color color) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(color);
    graphics.fill(shape);
    graphics.dispose();
  }

  private static int grey(int level) {
    return level << 16 | level << 8 | Math.min(255, level + 20);
  }

  private static int lighter(int rgb, int by) {
    Color color = new Color(rgb);
    return new Color(
            Math.min(255, color.getRed() + by),
            Math.min(255, color.getGreen() + by),
            Math.min(255, color.getBlue() + by))
        .getRGB();
  }
}
