package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntUnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gentle correction, on pictures of which the levels are known. */
class CorrectionTest {
  private static final int SIDE = 64;

  /** Grey of one level: brightened towards 105 by at most 1.3; contrast leaves its mean alone. */
  @ParameterizedTest
  @CsvSource({"10, 13", "50, 65", "80, 104", "90, 105", "99, 105", "100, 100", "180, 180"})
  void aPlainPictureIsBrightenedOnlyIfItIsDark(int level, int expected) {
    assertEquals(expected, mean(x -> level), 1);
  }

  @Test
  void theShadowsOfANightPhotoStay() {
    // Half of it at 4, half at 36: around middle grey all of the darker half would be black.
    int[] levels = levels(x -> x < SIDE / 2 ? 4 : 36);
    assertTrue(levels[0] >= 2, "shadows " + levels[0]);
    assertEquals(20 * 1.3, (levels[0] + levels[1]) / 2.0, 1.5);
    assertTrue(levels[1] - levels[0] > (36 - 4) * 1.3, "contrast grows");
  }

  @Test
  void aPaleLightPictureIsStretchedByItsPercentiles() {
    // A ramp of 120 … 200 is stretched, by at most 2; what lies outside 2 % is cut off.
    int[] levels = levels(x -> 120 + 80 * x / (SIDE - 1));
    assertTrue(levels[1] - levels[0] > 150, "from %d to %d".formatted(levels[0], levels[1]));
  }

  @Test
  void aPictureThatUsesAllLevelsKeepsThem() {
    int[] levels = levels(x -> 255 * x / (SIDE - 1));
    assertTrue(levels[0] <= 4 && levels[1] >= 251, "from %d to %d".formatted(levels[0], levels[1]));
  }

  @Test
  void alphaStaysAndTheSamePixelsGiveTheSame() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(3, 4, new Color(200, 100, 50, 128).getRGB());
    try (Picture photo = read(image);
        Picture one = Correction.gentle(photo);
        Picture two = Correction.gentle(photo)) {
      assertEquals(128, Pictures.pixel(one, 3, 4)[3]);
      assertEquals(0, Pictures.pixel(one, 5, 5)[3]);
      assertArrayEquals(one.encode(PictureFormat.PNG), two.encode(PictureFormat.PNG));
    }
  }

  private static double mean(IntUnaryOperator level) {
    int[] levels = levels(level);
    return (levels[0] + levels[1]) / 2.0;
  }

  /** The corrected levels in the first and in the last column. */
  private static int[] levels(IntUnaryOperator level) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < SIDE; x++) {
      int grey = level.applyAsInt(x);
      for (int y = 0; y < SIDE; y++) {
        image.setRGB(x, y, new Color(grey, grey, grey).getRGB());
      }
    }
    try (Picture photo = read(image);
        Picture corrected = Correction.gentle(photo)) {
      int middle = SIDE / 2;
      return new int[] {
        Pictures.pixel(corrected, 0, middle)[0], Pictures.pixel(corrected, SIDE - 1, middle)[0]
      };
    }
  }

  private static Picture read(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Picture.read(out.toByteArray(), Pictures.MAX_PIXELS);
  }
}
