package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cut-out subject before black. */
class CutOutTest {
  private static final Rectangle SUBJECT = new Rectangle(100, 60, 50, 20);

  @Test
  void beforeBlackTheSubjectStaysWhereItIs() {
    try (Picture cutOut = cutOut(200, 120, SUBJECT);
        Picture seen = CutOut.onBlack(cutOut)) {
      assertEquals(200, seen.width());
      assertFalse(seen.alpha());
      assertArrayEquals(new int[] {0, 0, 0}, Pictures.pixel(seen, 99, 59));
      assertArrayEquals(new int[] {0, 0, 255}, Pictures.pixel(seen, 100, 60));
      assertArrayEquals(new int[] {0, 0, 255}, Pictures.pixel(seen, 149, 79));
      assertArrayEquals(new int[] {0, 0, 0}, Pictures.pixel(seen, 150, 80));
    }
  }

  /** The box is 50 × 20, with its margins 60 × 24, and fills nine tenths of the tighter side. */
  @ParameterizedTest
  @CsvSource({"16, 9", "1, 1", "3, 4"})
  void onACanvasOfARatioTheSubjectStandsInTheMiddle(int width, int height) {
    try (Picture cutOut = cutOut(200, 120, SUBJECT);
        Picture seen = CutOut.centered(cutOut, width, height)) {
      assertEquals((double) width / height, (double) seen.width() / seen.height(), 0.01);
      int middle = seen.height() / 2;
      int left = 0;
      while (Pictures.pixel(seen, left, middle)[2] < 128) {
        left++;
      }
      int right = seen.width() - 1;
      while (Pictures.pixel(seen, right, middle)[2] < 128) {
        right--;
      }
      assertEquals(seen.width() - 1, left + right, 4);
      double expected = seen.width() * 0.9 * 50 / 60;
      assertEquals(expected, right - left + 1, seen.width() * 0.02);
    }
  }

  @Test
  void anEmptyCutOutIsRefused() {
    try (Picture nothing = cutOut(64, 48, new Rectangle())) {
      assertThrows(PictureException.class, () -> CutOut.onBlack(nothing));
      assertThrows(PictureException.class, () -> CutOut.centered(nothing, 16, 9));
    }
  }

  @Test
  void theCanvasIsBounded() {
    try (Picture cutOut = cutOut(3000, 200, new Rectangle(10, 10, 2900, 100));
        Picture seen = CutOut.centered(cutOut, 1, 4)) {
      assertTrue(Math.max(seen.width(), seen.height()) <= 2048);
    }
  }

  private static Picture cutOut(int width, int height, Rectangle subject) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.RED);
    pen.fill(subject);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Picture.read(out.toByteArray(), Pictures.MAX_PIXELS);
  }
}
