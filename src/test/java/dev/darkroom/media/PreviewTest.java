package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small pictures of pictures and of videos. */
class PreviewTest {
  private static final VideoLimits LIMITS =
      new VideoLimits(3600, 10_000_000, 100_000, Duration.ofSeconds(60));

  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  private Picture ofPicture(byte[] file) throws IOException {
    return Picture.read(Preview.ofPicture(file(file), Pictures.MAX_PIXELS), Pictures.MAX_PIXELS);
  }

  private Picture ofVideo(byte[] file) throws IOException {
    return Picture.read(Preview.ofVideo(file(file), LIMITS), Pictures.MAX_PIXELS);
  }

  private static void assertSize(int width, int height, Picture preview) {
    assertEquals(width + " × " + height, preview.width() + " × " + preview.height());
  }

  @ParameterizedTest
  @CsvSource({
    "960, 640, 480, 320",
    "961, 641, 480, 320",
    "4000, 3000, 480, 360",
    "4003, 3001, 480, 360",
    "3840, 2160, 480, 270",
    "481, 100, 480, 100",
    "480, 480, 480, 480",
    "100, 70, 100, 70",
    "1, 1, 1, 1",
    "3000, 2, 480, 1",
    "300, 6000, 96, 1920",
    "700, 9000, 149, 1920"
  })
  void itIsAsWideAsAGalleryShowsItAndNeverLarger(int width, int height, int small, int low)
      throws IOException {
    for (PictureFormat format : PictureFormat.values()) {
      try (Picture preview = ofPicture(Pictures.file(format, width, height))) {
        assertSize(small, low, preview);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void itStandsUpright(int orientation) throws IOException {
    for (PictureFormat format : PictureFormat.values()) {
      // So large that a JPEG is decoded at a quarter of it.
      byte[] turned = Pictures.turned(Pictures.file(format, 2400, 2000), orientation);
      try (Picture whole = Picture.read(turned, Pictures.MAX_PIXELS);
          Picture preview = ofPicture(turned)) {
        assertEquals(Pictures.quarters(whole), Pictures.quarters(preview), format.name());
        assertEquals(480, preview.width());
        assertEquals(orientation < 5 ? 400 : 576, preview.height());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = PictureFormat.class, names = "JPEG", mode = EnumSource.Mode.EXCLUDE)
  void whatShinesThroughGoesOnToDoSo(PictureFormat format) throws IOException {
    byte[] file;
    try (Picture scene = Pictures.scene(1200, 900, true)) {
      file = scene.encode(format);
    }
    byte[] preview = Preview.ofPicture(file(file), Pictures.MAX_PIXELS);
    assertEquals(PictureFormat.WEBP, PictureFormat.sniff(preview).orElseThrow());
    try (Picture small = Picture.read(preview, Pictures.MAX_PIXELS)) {
      assertSize(480, 360, small);
      assertTrue(small.alpha());
      assertEquals(0, Pictures.pixel(small, 240, 0)[3], 8);
      assertEquals(128, Pictures.pixel(small, 240, 180)[3], 8);
      assertEquals(255, Pictures.pixel(small, 240, 359)[3], 8);
    }
  }

  @Test
  void allElseIsASmallJpeg() throws IOException {
    byte[] file = Pictures.file(PictureFormat.PNG, 2400, 1600);
    byte[] preview = Preview.ofPicture(file(file), Pictures.MAX_PIXELS);
    assertEquals(PictureFormat.JPEG, PictureFormat.sniff(preview).orElseThrow());
    assertTrue(preview.length < 40_000, "bytes: " + preview.length);
  }

  @Test
  void kindsOfPixelsThatBrowsersShowDifferentlyBecomeOrdinary() throws IOException {
    for (byte[] odd :
        new byte[][] {
          Pictures.png(16, 0, new byte[0]), Pictures.png(16, 2, new byte[0]), Pictures.jpeg(1, true)
        }) {
      try (Picture preview = ofPicture(odd)) {
        assertTrue(Pictures.pixel(preview, 1, 8)[1] < 40);
        assertTrue(Pictures.pixel(preview, preview.width() - 2, 8)[1] > 215);
      }
    }
  }

  @Test
  void whatIsDamagedOrNoPictureIsRefused() throws IOException {
    byte[] whole = Pictures.file(PictureFormat.JPEG, 640, 480);
    Path none = file(new byte[] {1, 2, 3});
    assertThrows(PictureException.class, () -> Preview.ofPicture(none, Pictures.MAX_PIXELS));
    Path cut = file(Arrays.copyOf(whole, 200));
    assertThrows(PictureException.class, () -> Preview.ofPicture(cut, Pictures.MAX_PIXELS));
    Path large = file(whole);
    PictureException e =
        assertThrows(PictureException.class, () -> Preview.ofPicture(large, 640 * 479));
    assertEquals(PictureException.Kind.TOO_MANY_PIXELS, e.kind());
  }

  @Test
  void aVideoIsShownByItsBeginning() throws IOException {
    byte[] film = Films.mp4(1280, 720, 12, 24);
    try (Picture preview = ofVideo(film)) {
      assertSize(480, 270, preview);
      // The disk is at the left, before the wall.
      assertTrue(Pictures.pixel(preview, 54, 135)[2] > 180);
      assertTrue(Pictures.pixel(preview, 400, 135)[2] < 90);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "20, 20", "74, 74", "200, 0"})
  void aVideoThatBeginsInTheDarkIsShownByItsFirstLightAndOneWithoutByAnything(int dark, int shown)
      throws IOException {
    byte[] film =
        Films.mp4(
            320,
            180,
            dark == 200 ? 80 : dark + 4,
            24,
            (canvas, i) -> fill(canvas, i < dark ? 2 : 120 + 20 * (i - dark)));
    try (Picture preview = ofVideo(film)) {
      int level = Pictures.pixel(preview, 160, 90)[1];
      assertEquals(dark == 200 ? 2 : 120, level, 12, "frame " + shown);
    }
  }

  private static void fill(Mat canvas, int level) {
    try (Scalar grey = new Scalar(level, level, level, 0)) {
      canvas.put(grey);
    }
  }

  @Test
  void aVideoStandsUpright() throws IOException {
    byte[] turned = Films.bytes(Path.of("src/test/resources/films/turned.mp4"));
    MeasuredVideo video = Films.look(turned).measured();
    Preview.Size size = Preview.size(video.width(), video.height());
    try (Picture preview = ofVideo(turned);
        Mat frame = Films.frames(turned).getFirst();
        Picture first = Picture.of(frame)) {
      assertSize(size.width(), size.height(), preview);
      for (int at = 1; at < 8; at++) {
        int[] wanted = Pictures.pixel(first, first.width() * at / 8, first.height() * (8 - at) / 8);
        int[] seen =
            Pictures.pixel(preview, preview.width() * at / 8, preview.height() * (8 - at) / 8);
        for (int channel = 0; channel < 3; channel++) {
          assertEquals(wanted[channel], seen[channel], 40, "at " + at);
        }
      }
    }
  }

  @Test
  void aVideoThatIsCutOffAfterAFrameIsShownByIt() throws IOException {
    byte[] film = Films.mp4(320, 180, 48, 24);
    try (Picture preview = ofVideo(Arrays.copyOf(film, film.length / 2))) {
      assertSize(320, 180, preview);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vp9.webm", "b-frames-and-sound.mp4", "moov-at-the-end.mp4"})
  void allVideosThatAreTakenAreShown(String name) throws IOException {
    byte[] film = Films.bytes(Path.of("src/test/resources/films", name));
    MeasuredVideo seen = Films.look(film).measured();
    Preview.Size size = Preview.size(seen.width(), seen.height());
    try (Picture preview = ofVideo(film)) {
      assertSize(size.width(), size.height(), preview);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sound-only.mp4", "two-pictures.mp4", "huge-frame.webm"})
  void whatIsNoVideoIsNotShown(String name) throws IOException {
    Path film = file(Films.bytes(Path.of("src/test/resources/films", name)));
    VideoException e = assertThrows(VideoException.class, () -> Preview.ofVideo(film, LIMITS));
    assertFalse(e.kind() == VideoException.Kind.BUSY, e.kind().name());
  }

  @Test
  void theSameIsMadeOfTheSame() throws IOException {
    byte[] film = Films.mp4(320, 180, 12, 24);
    assertArrayEquals(Preview.ofVideo(file(film), LIMITS), Preview.ofVideo(file(film), LIMITS));
  }
}
