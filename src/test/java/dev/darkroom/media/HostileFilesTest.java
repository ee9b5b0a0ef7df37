package dev.darkroom.media;

import static dev.darkroom.media.PictureException.Kind.BROKEN;
import static dev.darkroom.media.PictureException.Kind.NOT_A_PICTURE;
import static dev.darkroom.media.PictureException.Kind.TOO_MANY_PIXELS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFilesTest {
  private static final long MAX_PIXELS = Pictures.MAX_PIXELS;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "J",
        "just some words in a file named .jpg",
        "GIF89a\1\0\1\0",
        "BM6",
        "%PDF-1.7"
      })
  void otherBytesAreNoPicture(String text) {
    assertRefused(Pictures.ascii(text), NOT_A_PICTURE);
  }

  @Test
  void aFileThatIsNotThereIsAnInputFault() {
    Path missing = folder.resolve("missing.jpg");
    assertThrows(UncheckedIOException.class, () -> Measure.measure(missing, MAX_PIXELS));
    assertThrows(UncheckedIOException.class, () -> Picture.read(missing, MAX_PIXELS));
  }

  @ParameterizedTest
  @EnumSource
  void aFileCutAnywhereIsRefused(PictureFormat format) {
    byte[] whole = Pictures.turned(Pictures.file(format, 120, 90), 6);
    for (int length = 0; length < whole.length; length += 1 + length / 40) {
      assertRefused(Arrays.copyOf(whole, length));
    }
    assertRefused(Arrays.copyOf(whole, whole.length - 1), BROKEN);
  }

  @Test
  void aProgressiveJpegCutBetweenItsScansIsRefused() {
    byte[] whole = Pictures.jpeg(3, true);
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void theEndOfAnExifThumbnailIsNotTheEndOfThePicture() {
    byte[] thumbnail = Pictures.jpeg(3, false);
    byte[] whole = Pictures.withExif(Pictures.file(PictureFormat.JPEG, 200, 100), thumbnail);
    assertEquals(200, Measure.measure(whole, MAX_PIXELS).width());
    assertRefused(Arrays.copyOf(whole, thumbnail.length + 2000), BROKEN);
  }

  @ParameterizedTest
  @EnumSource
  void bytesAfterTheEndOfAPictureAreFine(PictureFormat format) {
    byte[] whole = Pictures.file(format, 40, 30);
    byte[] longer = Pictures.concat(whole, Pictures.file(PictureFormat.JPEG, 10, 10));
    try (Picture picture = Picture.read(longer, MAX_PIXELS)) {
      assertEquals(40, picture.width());
    }
  }

  @Test
  void aPngThatClaimsFourHundredMegapixelsIsRefusedByItsHeader() {
    byte[] bomb =
        Pictures.concat(Pictures.pngHead(20_000, 20_000, 8, 2), Pictures.pngBody(new byte[100]));
    assertRefused(bomb, TOO_MANY_PIXELS);
  }

  @Test
  void aJpegThatClaimsFourHundredMegapixelsIsRefusedByItsHeader() {
    assertRefused(jpegClaiming(20_000, 20_000), TOO_MANY_PIXELS);
  }

  @Test
  void aWebpThatClaimsFourHundredMegapixelsIsRefusedByItsHeader() {
    byte[] canvas = {0, 0, 0, 0, 0x1f, 0x4e, 0, 0x1f, 0x4e, 0};
    byte[] image = Pictures.file(PictureFormat.WEBP, 8, 8);
    byte[] bomb =
        Pictures.webp(
            Pictures.riffChunk("VP8X", canvas), Arrays.copyOfRange(image, 12, image.length));
    assertRefused(bomb, TOO_MANY_PIXELS);
  }

  @Test
  void aSideLongerThanAnyDecoderTakesIsRefused() {
    byte[] thread =
        Pictures.concat(Pictures.pngHead(70_000, 1, 8, 2), Pictures.pngBody(new byte[100]));
    assertRefused(thread, TOO_MANY_PIXELS);
  }

  @Test
  void theLimitItselfIsStillAPicture() {
    byte[] file = Pictures.file(PictureFormat.PNG, 40, 30);
    assertEquals(1200, Measure.measure(file, 1200).pixels());
    assertThrows(PictureException.class, () -> Measure.measure(file, 1199));
  }

  @Test
  void aJpegWhoseHeaderLiesAboutItsSizeNeverGivesAnotherSize() {
    int frame = frameAt(Pictures.file(PictureFormat.JPEG, 64, 48));
    byte[] lying = Pictures.file(PictureFormat.JPEG, 64, 48);
    lying[frame + 6] = 49;
    try (Picture picture = Picture.read(lying, MAX_PIXELS)) {
      assertEquals(Measure.measure(lying, MAX_PIXELS).height(), picture.height());
    }
  }

  @Test
  void aJpegOfAThousandScansIsRefused() {
    byte[] file = Pictures.jpeg(3, true);
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 0, 0x11, 0x22};
    byte[] scans = new byte[1000 * scan.length];
    for (int at = 0; at < scans.length; at += scan.length) {
      System.arraycopy(scan, 0, scans, at, scan.length);
    }
    assertRefused(Pictures.spliced(file, file.length - 2, scans), BROKEN);
  }

  @Test
  void theDecoderNeverSeesPngChunksThatPixelsDoNotNeed() {
    byte[] plain = Pictures.file(PictureFormat.PNG, 40, 30);
    byte[] noisy = plain;
    for (String type : new String[] {"iCCP", "zTXt", "acTL", "teXt"}) {
      noisy = Pictures.spliced(noisy, 33, Pictures.pngChunk(type, new byte[] {1, 2, 3}));
    }
    ByteBuffer stripped = ByteBuffer.wrap(noisy.clone());
    int length = PngWalk.strip(stripped);
    assertEquals(-1, Arrays.mismatch(plain, Arrays.copyOf(stripped.array(), length)));
    try (Picture picture = Picture.read(noisy, MAX_PIXELS)) {
      assertEquals("RGBW", Pictures.quarters(picture));
    }
  }

  @Test
  void damagedExifMakesNoPictureUnreadable() {
    byte[] file = Pictures.file(PictureFormat.JPEG, 64, 32);
    Random random = new Random(7);
    for (int i = 0; i < 5000; i++) {
      byte[] exif = new byte[random.nextInt(200)];
      random.nextBytes(exif);
      String order = i % 2 == 0 ? "II*\0\10\0\0\0" : "MM\0*\0\0\0\10";
      System.arraycopy(Pictures.ascii(order), 0, exif, 0, Math.min(8, exif.length));
      byte[] damaged = Pictures.withExif(file, exif);
      assertEquals(64 * 32, Measure.measure(damaged, MAX_PIXELS).pixels());
    }
  }

  /** Four thousand damaged files: bytes changed, stretches removed or repeated. */
  @Test
  void damageGivesAPictureOrAPictureExceptionAndNothingElse() throws IOException {
    byte[][] originals = originals();
    Random random = new Random(20_260_101);
    int opened = 0;
    for (int i = 0; i < 4000; i++) {
      byte[] damaged = damaged(originals[i % originals.length], random);
      try (Picture picture = Picture.read(damaged, 1_000_000)) {
        Measured measured = Measure.measure(damaged, 1_000_000);
        assertEquals(measured.width(), picture.width());
        assertEquals(measured.height(), picture.height());
        opened++;
      } catch (PictureException e) {
        assertNotNull(e.getMessage());
      }
    }
    assertTrue(opened > 100, "too few opened to have tested a decoder: " + opened);
    assertTrue(opened < 3900, "too few were damaged: " + opened);
  }

  private static byte[][] originals() {
    byte[] transparent;
    try (Picture scene = Pictures.scene(50, 40, true)) {
      transparent = scene.encode(PictureFormat.WEBP);
    }
    return new byte[][] {
      Pictures.turned(Pictures.file(PictureFormat.JPEG, 50, 40), 5),
      Pictures.jpeg(3, true),
      Pictures.jpeg(4, false),
      Pictures.file(PictureFormat.PNG, 50, 40),
      Pictures.png(16, 6, new byte[0]),
      Pictures.png(4, 3, new byte[] {0}),
      Pictures.turned(Pictures.file(PictureFormat.WEBP, 50, 40), 5),
      transparent,
    };
  }

  private static byte[] damaged(byte[] original, Random random) {
    byte[] bytes = original.clone();
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + random.nextInt(20));
    switch (random.nextInt(4)) {
      case 0 -> bytes = Pictures.spliced(bytes, from, Arrays.copyOfRange(bytes, from, to));
      case 1 ->
          bytes =
              Pictures.concat(
                  Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
      default -> {
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
    }
    return bytes;
  }

  private static byte[] jpegClaiming(int width, int height) {
    byte[] file = Pictures.file(PictureFormat.JPEG, 64, 48);
    int frame = frameAt(file);
    file[frame + 5] = (byte) (height >> 8);
    file[frame + 6] = (byte) height;
    file[frame + 7] = (byte) (width >> 8);
    file[frame + 8] = (byte) width;
    return file;
  }

  private static int frameAt(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xff) != 0xc0) {
      at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
    }
    return at;
  }

  private void assertRefused(byte[] bytes, PictureException.Kind kind) {
    assertEquals(kind, assertRefused(bytes));
  }

  /** By measuring and by reading, as a file and as bytes, for the same reason. */
  private PictureException.Kind assertRefused(byte[] bytes) {
    PictureException measured =
        assertThrows(PictureException.class, () -> Measure.measure(bytes, MAX_PIXELS));
    PictureException read =
        assertThrows(PictureException.class, () -> Picture.read(bytes, MAX_PIXELS));
    assertEquals(measured.kind(), read.kind());
    try {
      Path file = Files.write(folder.resolve("refused"), bytes);
      PictureException ofFile =
          assertThrows(PictureException.class, () -> Measure.measure(file, MAX_PIXELS));
      assertEquals(measured.kind(), ofFile.kind());
      assertThrows(PictureException.class, () -> Picture.read(file, MAX_PIXELS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return measured.kind();
  }
}
