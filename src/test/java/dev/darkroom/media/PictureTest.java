package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
  private static final long MAX_PIXELS = Pictures.MAX_PIXELS;

  @ParameterizedTest
  @EnumSource
  void everyFormatIsWrittenAndReadBack(PictureFormat format) {
    byte[] bytes = Pictures.file(format, 320, 200);
    assertEquals(new Measured(format, 320, 200, 1, false), Measure.measure(bytes, MAX_PIXELS));
    try (Picture back = Picture.read(bytes, MAX_PIXELS)) {
      assertEquals(320, back.width());
      assertEquals(200, back.height());
      assertEquals("RGBW", Pictures.quarters(back));
    }
  }

  @Test
  void aFileAndItsBytesReadAlike(@TempDir Path folder) throws IOException {
    byte[] bytes = Pictures.turned(Pictures.file(PictureFormat.JPEG, 64, 32), 8);
    Path file = Files.write(folder.resolve("turned.jpg"), bytes);
    assertEquals(Measure.measure(bytes, MAX_PIXELS), Measure.measure(file, MAX_PIXELS));
    try (Picture fromFile = Picture.read(file, MAX_PIXELS);
        Picture fromBytes = Picture.read(bytes, MAX_PIXELS)) {
      assertArrayEquals(fromFile.encode(PictureFormat.PNG), fromBytes.encode(PictureFormat.PNG));
    }
  }

  /** Where the stored red, green, blue and white quarters belong, by CIPA DC-008. */
  @ParameterizedTest
  @CsvSource({
    "1, RGBW", "2, GRWB", "3, WBGR", "4, BWRG", "5, RBGW", "6, BRWG", "7, WGBR", "8, GWRB"
  })
  void everyExifOrientationIsUndoneOnce(int orientation, String upright) {
    for (PictureFormat format : PictureFormat.values()) {
      byte[] turned = Pictures.turned(Pictures.file(format, 64, 32), orientation);
      int width = orientation < 5 ? 64 : 32;
      int height = orientation < 5 ? 32 : 64;
      assertEquals(
          new Measured(format, width, height, orientation, false),
          Measure.measure(turned, MAX_PIXELS));
      try (Picture picture = Picture.read(turned, MAX_PIXELS)) {
        assertEquals(width, picture.width());
        assertEquals(height, picture.height());
        assertEquals(upright, Pictures.quarters(picture), format.name());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65_535})
  void anOrientationThatDoesNotExistCountsAsUpright(int orientation) {
    byte[] turned = Pictures.turned(Pictures.file(PictureFormat.JPEG, 64, 32), orientation);
    assertEquals(1, Measure.measure(turned, MAX_PIXELS).orientation());
  }

  @Test
  void bigEndianExifIsReadToo() {
    byte[] tiff = HexFormat.of().parseHex("4d4d002a00000008000101120003000000010006000000000000");
    byte[] turned = Pictures.withExif(Pictures.file(PictureFormat.JPEG, 64, 32), tiff);
    assertEquals(
        new Measured(PictureFormat.JPEG, 32, 64, 6, false), Measure.measure(turned, MAX_PIXELS));
  }

  @Test
  void alphaSurvivesPngAndWebp() {
    try (Picture picture = Pictures.scene(64, 64, true)) {
      for (PictureFormat format : new PictureFormat[] {PictureFormat.PNG, PictureFormat.WEBP}) {
        byte[] bytes = picture.encode(format);
        assertTrue(Measure.measure(bytes, MAX_PIXELS).alpha());
        try (Picture back = Picture.read(bytes, MAX_PIXELS)) {
          assertTrue(back.alpha());
          assertEquals(Pictures.pixel(picture, 5, 40)[3], Pictures.pixel(back, 5, 40)[3]);
        }
      }
    }
  }

  @Test
  void transparentPartsOfAJpegAreWhite() {
    try (Picture picture = Pictures.scene(64, 64, true);
        Picture back = Picture.read(picture.encode(PictureFormat.JPEG), MAX_PIXELS)) {
      for (int channel : Pictures.pixel(back, 8, 0)) {
        assertTrue(channel > 245, "not white: " + channel);
      }
    }
  }

  /** Depth, color type and tRNS data of a PNG; what its dark and bright halves become. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "1, 0, -, 000000, ffffff",
        "2, 0, -, 000000, ffffff",
        "4, 0, -, 000000, ffffff",
        "8, 0, -, 000000, ffffff",
        "16, 0, -, 000000, ffffff",
        "8, 0, 0000, 000000, ffffff",
        "8, 2, -, 000000, ffffff",
        "16, 2, -, 000000, ffffff",
        "8, 2, 000000000000, 00000000, ffffffff",
        "16, 2, 000000000000, 00000000, ffffffff",
        "4, 3, -, 000000, ffffff",
        "4, 3, 00, 00000000, ffffffff",
        "8, 4, -, 00000000, ffffffff",
        "16, 4, -, 00000000, ffffffff",
        "8, 6, -, 00000000, ffffffff",
        "16, 6, -, 00000000, ffffffff",
      })
  void everyKindOfPngBecomesEightBits(
      int depth, int colorType, String transparency, String dark, String bright) {
    byte[] trns = HexFormat.of().parseHex(transparency == null ? "" : transparency);
    byte[] file = Pictures.png(depth, colorType, trns);
    try (Picture picture = Picture.read(file, MAX_PIXELS)) {
      assertEquals(picture.alpha(), Measure.measure(file, MAX_PIXELS).alpha());
      assertEquals(dark, hex(Pictures.pixel(picture, 2, 8)));
      assertEquals(bright, hex(Pictures.pixel(picture, 13, 8)));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "3, false", "3, true", "4, false"})
  void jpegsOfOtherProgramsBecomeThreeChannels(int bands, boolean progressive) {
    byte[] file = Pictures.jpeg(bands, progressive);
    try (Picture picture = Picture.read(file, MAX_PIXELS)) {
      assertEquals(3, picture.mat().channels());
      assertEquals(64, picture.width());
      assertTrue(Pictures.pixel(picture, 10, 10)[1] < 30);
      assertTrue(Pictures.pixel(picture, 50, 10)[1] > 225);
    }
  }

  @Test
  void onePixelIsAPicture() {
    for (PictureFormat format : PictureFormat.values()) {
      byte[] file = Pictures.file(format, 1, 1);
      try (Picture picture = Picture.read(file, MAX_PIXELS);
          Picture grown = picture.resize(3, 7)) {
        assertEquals(1, picture.width());
        assertEquals(28, picture.blurhash().length());
        assertEquals(7, grown.height());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"128, 64", "32, 16", "64, 32", "1, 1", "10, 400", "65500, 1"})
  void resizeGivesExactlyTheSizeAsked(int width, int height) {
    for (boolean alpha : new boolean[] {false, true}) {
      try (Picture picture = Pictures.scene(64, 32, alpha);
          Picture resized = picture.resize(width, height)) {
        assertEquals(width, resized.width());
        assertEquals(height, resized.height());
        assertEquals(alpha, resized.alpha());
      }
    }
  }

  @Test
  void resizeKeepsThePictureUprightAndItsColors() {
    try (Picture picture = Pictures.scene(64, 32, false);
        Picture grown = picture.resize(300, 150);
        Picture shrunk = picture.resize(8, 8)) {
      assertEquals("RGBW", Pictures.quarters(grown));
      assertEquals("RGBW", Pictures.quarters(shrunk));
    }
  }

  @Test
  void hiddenColorsDoNotBleedIntoVisibleOnes() {
    try (Mat mat = new Mat(1, 2, opencv_core.CV_8UC4)) {
      byte[] opaqueBlackBesideHiddenWhite = HexFormat.of().parseHex("000000ffffffff00");
      mat.data().put(opaqueBlackBesideHiddenWhite);
      try (Picture picture = Picture.of(mat);
          Picture shrunk = picture.resize(1, 1)) {
        int[] pixel = Pictures.pixel(shrunk, 0, 0);
        assertEquals(0, pixel[0]);
        assertEquals(127, pixel[3], 1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 5", "65501, 1"})
  void anImpossibleSizeIsABugOfTheCaller(int width, int height) {
    try (Picture picture = Pictures.scene(8, 8, false)) {
      assertThrows(IllegalArgumentException.class, () -> picture.resize(width, height));
    }
  }

  @Test
  void aSideTooLongForWebpIsRefusedInPlainWords() {
    try (Picture picture = Pictures.scene(16_384, 1, false)) {
      PictureException refused =
          assertThrows(PictureException.class, () -> picture.encode(PictureFormat.WEBP));
      assertEquals(PictureException.Kind.TOO_MANY_PIXELS, refused.kind());
    }
  }

  @Test
  void aClosedPictureLendsNoPixels() {
    Picture picture = Pictures.scene(8, 8, false);
    picture.close();
    picture.close();
    assertThrows(IllegalStateException.class, picture::width);
  }

  @Test
  void greyPixelsAreNoPictureOfOurs() {
    try (Mat grey = new Mat(4, 4, opencv_core.CV_8UC1)) {
      assertThrows(IllegalArgumentException.class, () -> Picture.of(grey));
    }
  }

  private static String hex(int[] values) {
    StringBuilder hex = new StringBuilder();
    for (int value : values) {
      hex.append(HexFormat.of().toHexDigits((byte) value));
    }
    return hex.toString();
  }
}
