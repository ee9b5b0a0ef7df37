package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlurhashTest {
  /**
   * The hashes are those of the authors' npm blurhash 2.0.5, given the {@code fabsf} of their C
   * original: npm's looks for the largest wave among the positive ones only.
   */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          20, 12, 4, 3, "LmHKYj9o9b-ywiE,$SXAjIW=spNx"
          12, 20, 3, 4, "TfH0.T9dOf9+bzwiSfw}SQw~S5sn"
          32, 32, 1, 1, "00Hn{f"
          """)
  void agreesWithTheReference(int width, int height, int across, int down, String hash) {
    assertEquals(hash, Blurhash.of(pattern(width, height), width, height, across, down));
  }

  @Test
  void blackHasNothingButItsMean() {
    assertEquals("L00000fQfQfQfQfQfQfQfQfQfQfQ", Blurhash.of(new byte[20 * 10 * 3], 20, 10, 4, 3));
  }

  @Test
  void aPortraitHasMoreComponentsDownThanAcross() {
    try (Picture landscape = Pictures.scene(400, 300, false);
        Picture portrait = Pictures.scene(300, 400, false)) {
      assertEquals('L', landscape.blurhash().charAt(0));
      assertEquals('T', portrait.blurhash().charAt(0));
      assertEquals(28, landscape.blurhash().length());
      assertEquals(28, portrait.blurhash().length());
    }
  }

  @Test
  void aLineOfPixelsHasAHashToo() {
    try (Picture line = Pictures.scene(5000, 1, true)) {
      assertEquals(28, line.blurhash().length());
    }
  }

  private static byte[] pattern(int width, int height) {
    byte[] bgr = new byte[width * height * 3];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        bgr[at++] = (byte) (255 - x * 11 + y * 3);
        bgr[at++] = (byte) (x * x + 5 * y);
        bgr[at++] = (byte) (x * 13 + y * 7);
      }
    }
    return bgr;
  }
}
