package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.media.VideoException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real videos, of other encoders and of ours. */
class VideoTest {
  static final VideoLimits LIMITS =
      new VideoLimits(600, 10_000_000, 10_000, Duration.ofSeconds(60));

  @TempDir Path folder;

  static Path film(String name) {
    return Path.of("src/test/resources/films", name);
  }

  @ParameterizedTest
  @CsvSource({
    // file, format, width, height, seconds, rate, frames, sound
    "b-frames-and-sound.mp4,MP4,96,54,1.001,30000/1001,30,true",
    "moov-at-the-end.mp4,MP4,96,54,1,25/1,25,false",
    "vp9.webm,WEBM,96,54,1,25/1,25,false",
    "turned.mp4,MP4,54,96,0.5,24/1,12,false",
    "longer-sound.mp4,MP4,96,54,0.6,25/1,15,true",
    "trimmed.mp4,MP4,96,54,0.52,25/1,13,false"
  })
  void aVideoOfAnotherEncoderIsMeasured(
      String name,
      VideoFormat format,
      int width,
      int height,
      double seconds,
      String rate,
      long frames,
      boolean sound) {
    MeasuredVideo video = Video.look(Video.Of.USER, film(name), LIMITS).measured();
    assertEquals(format, video.format());
    assertEquals(width, video.width());
    assertEquals(height, video.height());
    assertEquals(seconds, video.seconds(), 0.0006);
    assertEquals(rate, video.rate().numerator() + "/" + video.rate().denominator());
    assertEquals(frames, video.frames());
    assertEquals(sound, video.sound());
  }

  @Test
  void aRateThatVariesIsTheAverage() {
    MeasuredVideo video = Video.look(Video.Of.USER, film("variable-rate.mp4"), LIMITS).measured();
    assertEquals(35, video.frames());
    assertEquals(35, video.rate().fps() * video.seconds(), 0.1);
  }

  @Test
  void aVideoOfOursIsWhatWasAskedFor() throws IOException {
    Path file = drawn(folder.resolve("a.mp4"), 320, 180, 48, new FrameRate(24, 1), null);
    SeenVideo seen = Video.look(Video.Of.USER, file, LIMITS);
    assertEquals(
        new MeasuredVideo(VideoFormat.MP4, 320, 180, 2, new FrameRate(24, 1), 48, false),
        seen.measured());
    assertTrue(seen.blurhash().length() >= 6, seen.blurhash());
    // The index is in front, so that players begin at once.
    String head =
        new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertTrue(head.indexOf("moov") < head.indexOf("mdat"));
  }

  @Test
  void framesComeBackAsTheyWereDrawn() {
    Path file = drawn(folder.resolve("a.mp4"), 160, 96, 20, new FrameRate(30_000, 1001), null);
    List<double[]> means = means(file);
    assertEquals(20, means.size());
    for (int i = 0; i < 20; i++) {
      double[] drawn = color(i);
      for (int c = 0; c < 3; c++) {
        assertEquals(drawn[c], means.get(i)[c], 4, "frame " + i + ", channel " + c);
      }
    }
  }

  /** The color of a whole frame, in BGR. */
  private static double[] color(int frame) {
    return new double[] {40 + 5 * frame, 200 - 6 * frame, 90 + 3 * frame};
  }

  static Path drawn(
      Path file,
      int width,
      int height,
      int frames,
      FrameRate rate,
      @org.jspecify.annotations.Nullable Path sound) {
    try (VideoWriter writer = VideoWriter.create(file, width, height, rate, sound);
        Mat frame = new Mat(height, width, opencv_core.CV_8UC3)) {
      for (int i = 0; i < frames; i++) {
        double[] c = color(i % 30);
        try (Scalar color = new Scalar(c[0], c[1], c[2], 0)) {
          frame.put(color);
        }
        writer.write(frame);
      }
      writer.finish();
    }
    return file;
  }

  private static List<double[]> means(Path file) {
    List<double[]> means = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(file, LIMITS);
        Mat frame = new Mat()) {
      while (reader.next(frame)) {
        assertEquals(reader.video().width(), frame.cols());
        assertEquals(reader.video().height(), frame.rows());
        try (Scalar mean = opencv_core.mean(frame)) {
          means.add(new double[] {mean.get(0), mean.get(1), mean.get(2)});
        }
      }
      assertFalse(reader.next(frame));
    }
    return means;
  }

  @Test
  void aVideoThatVariesIsReadAtAConstantRate() {
    assertEquals(35, means(film("variable-rate.mp4")).size());
  }

  @Test
  void aTurnedVideoIsReadUpright() {
    try (VideoReader reader = VideoReader.open(film("turned.mp4"), LIMITS);
        Mat frame = new Mat()) {
      assertTrue(reader.next(frame));
      assertEquals(54, frame.cols());
      assertEquals(96, frame.rows());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "b-frames-and-sound.mp4, 30",
    "vp9.webm, 25",
    "longer-sound.mp4, 15",
    "trimmed.mp4, 13"
  })
  void asManyFramesAreReadAsWereMeasured(String name, int frames) {
    assertEquals(frames, means(film(name)).size());
  }

  @Test
  void theSoundOfAnotherVideoIsKept() {
    Path file =
        drawn(
            folder.resolve("a.mp4"),
            96,
            54,
            30,
            new FrameRate(30_000, 1001),
            film("b-frames-and-sound.mp4"));
    MeasuredVideo video = Video.look(Video.Of.USER, file, LIMITS).measured();
    assertTrue(video.sound());
    assertEquals(1.001, video.seconds(), 0.0006);
    assertEquals(30, video.frames());
  }

  @Test
  void aVideoWithoutSoundGivesNone() {
    Path file = drawn(folder.resolve("a.mp4"), 96, 54, 5, new FrameRate(25, 1), film("turned.mp4"));
    assertFalse(Video.look(Video.Of.USER, file, LIMITS).measured().sound());
  }

  @Test
  void aFileThatWasNotFinishedIsDeleted() throws IOException {
    Path file = folder.resolve("a.mp4");
    try (VideoWriter writer = VideoWriter.create(file, 64, 64, new FrameRate(25, 1), null);
        Mat frame = new Mat(64, 64, opencv_core.CV_8UC3)) {
      writer.write(frame);
    }
    assertFalse(Files.exists(file));
  }

  @ParameterizedTest
  @CsvSource({"15,16", "17,16", "16,14", "3842,2160", "3840,2162"})
  void whatCannotBeEncodedIsRefused(int width, int height) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            VideoWriter.create(folder.resolve("a.mp4"), width, height, new FrameRate(25, 1), null));
  }

  @Test
  void limitsAreKeptTo() {
    Path film = film("b-frames-and-sound.mp4");
    refused(Kind.TOO_LONG, film, new VideoLimits(0.9, 10_000, 1000, Duration.ofSeconds(30)));
    refused(Kind.TOO_LARGE, film, new VideoLimits(60, 96 * 54 - 1, 1000, Duration.ofSeconds(30)));
    refused(Kind.TOO_LARGE, film, new VideoLimits(60, 10_000, 29, Duration.ofSeconds(30)));
    Video.look(Video.Of.USER, film, new VideoLimits(1.1, 96 * 54, 30, Duration.ofSeconds(30)));
  }

  static void refused(Kind kind, Path file, VideoLimits limits) {
    VideoException e =
        assertThrows(VideoException.class, () -> Video.look(Video.Of.USER, file, limits));
    assertEquals(kind, e.kind());
  }
}
