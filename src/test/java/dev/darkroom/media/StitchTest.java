package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StitchTest {
  private static final int WIDTH = 61;
  private static final int HEIGHT = 47;

  @TempDir Path folder;
  private Path result;

  @BeforeEach
  void nameTheResult() {
    result = folder.resolve("result.png");
  }

  /** A box, and the pixels it covers from and to (not with), worked out by hand. */
  @ParameterizedTest
  @CsvSource({
    // inside, and fractional: halves go up
    "10,   12,    20,   15,   10, 12, 30, 27",
    "10.4, 12.5,  19.6, 15.4, 10, 13, 30, 28",
    "10.5, 11.49, 0.2,  0.7,  11, 11, 12, 12",
    // over each edge
    "-5,   12,    20,   15,   0,  12, 15, 27",
    "50,   12,    20,   15,   50, 12, 61, 27",
    "10,   -5,    20,   15,   10, 0,  30, 10",
    "10,   40,    20,   15,   10, 40, 30, 47",
    // over each corner
    "-5,   -6,    20,   15,   0,  0,  15, 9",
    "50,   -6,    20,   15,   50, 0,  61, 9",
    "-5,   40,    20,   15,   0,  40, 15, 47",
    "50,   40,    20,   15,   50, 40, 61, 47",
    // halves below zero go up too
    "-2.5, -0.5,  5,    5,    0,  0,  3,  5",
    // by one pixel, exactly all, and larger on all sides
    "60,   46,    20,   15,   60, 46, 61, 47",
    "-19,  -14,   20,   15,   0,  0,  1,  1",
    "0,    0,     61,   47,   0,  0,  61, 47",
    "-30,  -20,   200,  100,  0,  0,  61, 47",
  })
  void exactlyThePixelsOfTheBoxChange(
      double x, double y, double width, double height, int left, int top, int right, int bottom) {
    Path edited = flat(9, 7, 0, 255, 0);
    for (Original kind : Original.values()) {
      stitch(write(kind.file(WIDTH, HEIGHT)), edited, new Box(x, y, width, height));
      int[][] before = kind.levels(WIDTH, HEIGHT);
      int[][] after = Original.read(bytes(result));
      int[] green = {0, kind.white(), 0, kind.white()};
      for (int i = 0; i < before.length; i++) {
        int column = i % WIDTH;
        int row = i / WIDTH;
        boolean inside = column >= left && column < right && row >= top && row < bottom;
        int[] expected = inside ? Arrays.copyOf(green, before[i].length) : before[i];
        assertArrayEquals(expected, after[i], () -> kind + " at " + column + ", " + row);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void originalsComeOutUprightAndTheBoxIsMeantUpright(int orientation) {
    for (PictureFormat format : PictureFormat.values()) {
      Path original = write(Pictures.turned(Pictures.file(format, 64, 32), orientation));
      Path edited = flat(3, 3, 90, 80, 70);
      stitch(original, edited, new Box(3, 20, 11, 5));
      assertEquals(1, measured(result).orientation());
      assertChanged(original, 3, 20, 14, 25, 90, 80, 70);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, false", "3, true", "4, false"})
  void jpegsOfOtherProgramsAreStitchedAsTheyDecode(int bands, boolean progressive) {
    Path original = write(Pictures.jpeg(bands, progressive));
    stitch(original, flat(3, 3, 90, 80, 70), new Box(-3, 40, 20, 20));
    assertChanged(original, 0, 40, 17, 48, 90, 80, 70);
  }

  /** A region twice over each edge, so that a part of the scaled whole is seen from its middle. */
  @ParameterizedTest
  @CsvSource({
    "40, 30, 183, 141", // grows
    "640, 480, 183, 141", // shrinks
    "640, 30, 183, 141", // one of each
    "183, 141, 183, 141", // stays
    "1, 1, 183, 141",
    "700, 500, 61, 47", // nothing is cut off
    "2, 500, 61, 141",
  })
  void aPartLooksAsThatPartOfTheScaledWhole(
      int editedWidth, int editedHeight, int boxWidth, int boxHeight) {
    for (boolean alpha : new boolean[] {false, true}) {
      int left = (boxWidth - WIDTH) / 2;
      int top = (boxHeight - HEIGHT) / 2;
      try (Picture edited = Pictures.scene(editedWidth, editedHeight, alpha);
          Picture whole = edited.resize(boxWidth, boxHeight);
          Picture empty = Pictures.flat(WIDTH, HEIGHT, 0, 0, 0, 0)) {
        Path original = write(empty.encode(PictureFormat.PNG));
        Path region = write(edited.encode(PictureFormat.PNG));
        stitch(original, region, new Box(-left, -top, boxWidth, boxHeight));
        try (Picture seen = Picture.read(result, Pictures.MAX_PIXELS)) {
          for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int[] expected = Pictures.pixel(whole, left + i % WIDTH, top + i / WIDTH);
            int[] pixel = Pictures.pixel(seen, i % WIDTH, i / WIDTH);
            assertNear(alpha ? expected : opaque(expected), pixel);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTransparentEditChangesNothing(Original kind) {
    Path edited = flat(5, 5, 9, 8, 7, 0);
    stitch(write(kind.file(WIDTH, HEIGHT)), edited, new Box(-4, 7, 30, 30));
    int[][] before = kind.levels(WIDTH, HEIGHT);
    int[][] after = Original.read(bytes(result));
    for (int i = 0; i < before.length; i++) {
      assertArrayEquals(before[i], after[i]);
    }
  }

  /** Original and edited color with alpha, and what source-over (Porter and Duff) gives. */
  @ParameterizedTest
  @CsvSource({
    "100 100 100 255, 200 0 0 128, 150 50 50 255",
    "100 100 100 0,   200 0 0 128, 200 0 0 128",
    "100 100 100 128, 200 0 0 128, 167 33 33 192",
    "100 100 100 9,   200 0 0 255, 200 0 0 255",
  })
  void theEditCoversAsFarAsItsAlphaSays(String original, String edited, String expected) {
    Path below = flat(8, 8, numbers(original));
    stitch(below, flat(2, 2, numbers(edited)), new Box(0, 0, 8, 8));
    try (Picture seen = Picture.read(result, Pictures.MAX_PIXELS)) {
      assertNear(numbers(expected), Pictures.pixel(seen, 4, 4));
    }
  }

  @Test
  void anEditWithAlphaMixesWithAnOpaqueOriginal() {
    stitch(flat(8, 8, 100, 100, 100), flat(2, 2, 200, 0, 0, 128), new Box(0, 0, 8, 8));
    try (Picture seen = Picture.read(result, Pictures.MAX_PIXELS)) {
      assertNear(new int[] {150, 50, 50}, Pictures.pixel(seen, 4, 4));
    }
  }

  @Test
  void anEditOfOtherDepthTakesTheOriginalsDepth() {
    Path deep = write(Original.RGB_16.file(8, 8));
    stitch(deep, flat(3, 3, 0x12, 0x80, 0xff), new Box(0, 0, 8, 8));
    assertArrayEquals(new int[] {0xffff, 0x8080, 0x1212}, Original.read(bytes(result))[9]);

    stitch(flat(8, 8, 1, 2, 3), deep, new Box(0, 0, 8, 8));
    int[] expected = Original.RGB_16.levels(8, 8)[9];
    int[] seen = Original.read(bytes(result))[9];
    for (int i = 0; i < 3; i++) {
      assertEquals((int) Math.round(expected[i] / 257.0), seen[i], 1);
    }
  }

  @Test
  void theAnswerDescribesTheFile() {
    for (byte[] file : new byte[][] {Original.RGB_16.file(40, 30), Original.RGBA.file(40, 30)}) {
      Seen told = stitch(write(file), flat(3, 3, 0, 0, 255), new Box(5, 5, 20, 20));
      try (Picture seen = Picture.read(result, Pictures.MAX_PIXELS)) {
        assertEquals(new Seen(40, 30, seen.blurhash()), told);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "61, 0, 5, 5",
    "0, 47, 5, 5",
    "-5, 0, 5, 5",
    "0, -5, 5, 5",
    "60.5, 0, 5, 5",
    "1e9, 1e9, 1, 1"
  })
  void aBoxOutsideIsRefusedBeforeAnythingIsWritten(double x, double y, double w, double h) {
    Box box = new Box(x, y, w, h);
    assertFalse(box.overlaps(WIDTH, HEIGHT));
    Path original = write(Original.RGB.file(WIDTH, HEIGHT));
    assertThrows(PictureException.class, () -> stitch(original, flat(3, 3, 0, 0, 0), box));
    assertFalse(Files.exists(result));
  }

  @Test
  void nothingIsWrittenIfTheOriginalIsRefused() {
    Path good = write(Original.RGB.file(WIDTH, HEIGHT));
    Path broken = write(Arrays.copyOf(Original.RGB.file(WIDTH, HEIGHT), 900));
    Box box = new Box(0, 0, 10, 10);
    assertThrows(PictureException.class, () -> stitch(broken, good, box));
    PictureException large =
        assertThrows(PictureException.class, () -> stitch(good, good, box, WIDTH * HEIGHT - 1));
    assertEquals(PictureException.Kind.TOO_MANY_PIXELS, large.kind());
    assertFalse(Files.exists(result));
  }

  private Seen stitch(Path original, Path edited, Box box) {
    return stitch(original, edited, box, Pictures.MAX_PIXELS);
  }

  private Seen stitch(Path original, Path edited, Box box, long maxPixels) {
    try (Picture region = Picture.read(edited, Pictures.MAX_PIXELS)) {
      return Stitch.png(original, region, box, maxPixels, result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The result is the original as it decodes, but for one rectangle. */
  private void assertChanged(
      Path original, int left, int top, int right, int bottom, int... color) {
    try (Picture before = Picture.read(original, Pictures.MAX_PIXELS);
        Picture after = Picture.read(result, Pictures.MAX_PIXELS)) {
      assertEquals(before.width(), after.width());
      assertEquals(before.height(), after.height());
      for (int y = 0; y < before.height(); y++) {
        for (int x = 0; x < before.width(); x++) {
          boolean inside = x >= left && x < right && y >= top && y < bottom;
          int[] expected = inside ? color : Pictures.pixel(before, x, y);
          assertArrayEquals(expected, Pictures.pixel(after, x, y), x + ", " + y);
        }
      }
    }
  }

  private static void assertNear(int[] expected, int[] pixel) {
    assertEquals(expected.length, pixel.length);
    // Colors that are nearly transparent are rounded coarsely where they pass through 8 bits.
    int alpha = pixel.length == 4 ? Math.max(1, pixel[3]) : 255;
    for (int i = 0; i < pixel.length; i++) {
      int slack = i == 3 ? 2 : 2 + 255 / alpha;
      assertEquals(
          expected[i], pixel[i], slack, () -> Arrays.toString(expected) + Arrays.toString(pixel));
    }
  }

  private static int[] opaque(int[] bgr) {
    return new int[] {bgr[0], bgr[1], bgr[2], 255};
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  private Path flat(int width, int height, int... levels) {
    try (Picture picture = Pictures.flat(width, height, levels)) {
      return write(picture.encode(PictureFormat.PNG));
    }
  }

  private Path write(byte[] file) {
    try {
      return Files.write(Files.createTempFile(folder, "picture", ""), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Measured measured(Path file) {
    return Measure.measure(file, Pictures.MAX_PIXELS);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
