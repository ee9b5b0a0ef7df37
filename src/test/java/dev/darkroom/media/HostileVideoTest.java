package dev.darkroom.media;

import static dev.darkroom.media.VideoTest.LIMITS;
import static dev.darkroom.media.VideoTest.film;
import static dev.darkroom.media.VideoTest.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.media.VideoException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what they say, or made to break whoever reads them. */
class HostileVideoTest {
  @TempDir Path folder;

  @AfterEach
  void noProcessIsLeftBehind() {
    Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> children().findAny().isEmpty());
  }

  private static Stream<ProcessHandle> children() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("java"));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a.mp4"), bytes);
  }

  private static byte[] bytes(String film) throws IOException {
    return Files.readAllBytes(film(film));
  }

  @Test
  void whatIsNoVideoIsSaidToBeNone() throws IOException {
    refused(Kind.NOT_A_VIDEO, file(new byte[0]), LIMITS);
    refused(
        Kind.NOT_A_VIDEO,
        file("#EXTM3U\nfile:///etc/passwd\n".getBytes(StandardCharsets.UTF_8)),
        LIMITS);
    refused(Kind.NOT_A_VIDEO, file(new byte[100_000]), LIMITS);
    byte[] photo = Files.readAllBytes(Path.of("samples/coast-region.jpg"));
    refused(Kind.NOT_A_VIDEO, file(photo), LIMITS);
  }

  @Test
  void soundAloneIsNoVideo() {
    refused(Kind.NO_PICTURES, film("sound-only.mp4"), LIMITS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b-frames-and-sound.mp4", "moov-at-the-end.mp4", "vp9.webm"})
  void aVideoThatWasCutOffIsNeverTakenForAWholeOne(String name) throws IOException {
    byte[] whole = bytes(name);
    for (int tenth = 1; tenth < 10; tenth += 2) {
      Path cut = file(Arrays.copyOf(whole, whole.length * tenth / 10));
      VideoLimits limits = new VideoLimits(600, 10_000, 10_000, Duration.ofSeconds(30));
      try {
        // WebM may be a live stream, which is whole at any point; then what is there is counted.
        MeasuredVideo video = Video.look(Video.Of.USER, cut, limits).measured();
        assertEquals(VideoFormat.WEBM, video.format());
        assertTrue(video.frames() < 25, video.toString());
      } catch (VideoException e) {
        assertTrue(e.kind() == Kind.BROKEN || e.kind() == Kind.NO_PICTURES, e.kind().toString());
      }
    }
  }

  @Test
  void aHeaderThatClaimsHoursIsRefusedBeforeAnythingIsRead() throws IOException {
    byte[] film = bytes("b-frames-and-sound.mp4");
    patch(film, "mvhd", 12, ByteBuffer.allocate(8).putInt(1000).putInt(36_000_000).array());
    refused(Kind.TOO_LONG, file(film), LIMITS);
  }

  @Test
  void aHeaderThatClaimsAMinuteForASecondIsRefused() throws IOException {
    byte[] film = bytes("moov-at-the-end.mp4");
    patch(film, "mvhd", 12, ByteBuffer.allocate(8).putInt(1000).putInt(60_000).array());
    refused(Kind.BROKEN, file(film), LIMITS);
  }

  @Test
  void framesThatClaimToBeHugeAreRefused() throws IOException {
    byte[] film = bytes("moov-at-the-end.mp4");
    patch(film, "avc1", 24, new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xff, (byte) 0xfe});
    refused(Kind.TOO_LARGE, file(film), LIMITS);
  }

  @Test
  void framesThatClaimToBeSmallAreMeasuredThemselves() throws IOException {
    byte[] film = bytes("moov-at-the-end.mp4");
    patch(film, "avc1", 24, new byte[] {0, 16, 0, 16});
    patch(film, "tkhd", 76, new byte[] {0, 16, 0, 0, 0, 16, 0, 0});
    MeasuredVideo video = Video.look(Video.Of.USER, file(film), LIMITS).measured();
    assertEquals(96, video.width());
    assertEquals(54, video.height());
  }

  @Test
  void ofSeveralVideosNoneIsChosen() {
    refused(Kind.SEVERAL, film("two-pictures.mp4"), LIMITS);
  }

  /** Without a new header in the container: the price is that of the first frame. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "growing-h264.mp4",
        "growing-hevc.mp4",
        "growing-mpeg4.mp4",
        "growing-av1.mp4",
        "growing-vp8.webm",
        "growing-vp9.webm"
      })
  void aVideoWhoseFramesGrowIsRefused(String name) {
    refused(Kind.SEVERAL, film(name), LIMITS);
  }

  /**
   * A few bytes that ask for an index of four gigabytes: more than FFmpeg may take in one piece.
   */
  @Test
  void anIndexWithoutMeasureIsRefused() throws IOException {
    byte[] film = bytes("moov-at-the-end.mp4");
    int samples = 170_000_000;
    patch(film, "stsz", 4, ByteBuffer.allocate(8).putInt(1).putInt(samples).array());
    patch(film, "stts", 8, ByteBuffer.allocate(8).putInt(samples).putInt(1).array());
    patch(film, "stsc", 12, ByteBuffer.allocate(4).putInt(samples).array());
    VideoException e =
        assertThrows(
            VideoException.class, () -> Video.look(Video.Of.USER, file(film), unlimited()));
    assertEquals(Kind.BROKEN, e.kind());
  }

  /** Each index is small enough for FFmpeg; the one of the pictures comes last. */
  @Test
  void manyLargeIndexesEndWhereTheAddressSpaceDoes() throws Exception {
    // Only Linux bounds it; CI is Linux, so there it always runs.
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "only Linux bounds it");
    Path film = file(withLargeIndexes(10, 10_000_000));
    var looked = new FutureTask<>(() -> Video.look(Video.Of.USER, film, unlimited()));
    Thread.ofVirtual().start(looked);
    long peakKb = 0;
    while (!looked.isDone()) {
      peakKb = Math.max(peakKb, children().mapToLong(HostileVideoTest::peakKb).max().orElse(0));
    }
    assertTrue(peakKb > 0 && peakKb <= 2 << 20, peakKb + " KB");
    ExecutionException e = assertThrows(ExecutionException.class, looked::get);
    assertEquals(Kind.BROKEN, assertInstanceOf(VideoException.class, e.getCause()).kind());
  }

  private static long peakKb(ProcessHandle process) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmPeak"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException _) {
      // It has just ended.
      return 0;
    }
  }

  /** One picture, and tracks that claim so many samples each, though none has more than one. */
  private static byte[] withLargeIndexes(int tracks, int samples) throws IOException {
    byte[] film = bytes("moov-at-the-end.mp4");
    ByteBuffer read = ByteBuffer.wrap(film);
    int moov = begin(film, "moov");
    int trak = begin(film, "trak");
    int end = trak + read.getInt(trak);
    byte[] pictures = Arrays.copyOfRange(film, trak, end);
    int firstBytes = read.getInt(begin(film, "stsz") + 20);
    patch(pictures, "edts", -4, "free".getBytes(StandardCharsets.US_ASCII));
    patch(pictures, "stts", 8, ByteBuffer.allocate(8).putInt(samples).putInt(512).array());
    patch(pictures, "stsc", 12, ByteBuffer.allocate(4).putInt(1).array());
    patch(pictures, "stsz", 4, ByteBuffer.allocate(8).putInt(firstBytes).putInt(samples).array());
    byte[] sound = pictures.clone();
    patch(sound, "hdlr", 8, "soun".getBytes(StandardCharsets.US_ASCII));
    patch(sound, "stsz", 4, ByteBuffer.allocate(4).putInt(1).array());
    ByteBuffer large = ByteBuffer.allocate(film.length + tracks * sound.length);
    large.put(film, 0, trak).putInt(moov, read.getInt(moov) + tracks * sound.length);
    for (int i = 0; i < tracks; i++) {
      large.put(sound);
    }
    return large.put(pictures).put(film, end, film.length - end).array();
  }

  /** Where a box begins: at its size, before its name. */
  private static int begin(byte[] file, String box) {
    return new String(file, StandardCharsets.ISO_8859_1).lastIndexOf(box) - Integer.BYTES;
  }

  private static VideoLimits unlimited() {
    return new VideoLimits(1e9, 1L << 40, Long.MAX_VALUE, Duration.ofSeconds(60));
  }

  /** Overwrites what stands so many bytes after a box's name. */
  private static void patch(byte[] file, String box, int after, byte[] with) {
    int at = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf(box);
    assertTrue(at > 0, box);
    System.arraycopy(with, 0, file, at + box.length() + after, with.length);
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void randomDamageEndsInAnAnswer(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] whole = bytes("b-frames-and-sound.mp4");
    for (int round = 0; round < 12; round++) {
      byte[] damaged = whole.clone();
      int region = round % 2 == 0 ? 1500 : damaged.length;
      for (int flips = 0; flips < 1 + random.nextInt(8); flips++) {
        damaged[random.nextInt(region)] = (byte) random.nextInt(256);
      }
      try {
        Video.look(Video.Of.USER, file(damaged), LIMITS);
      } catch (VideoException e) {
        // Whatever it says of the file, it did not have to be stopped.
        assertFalse(Set.of(Kind.TOO_SLOW, Kind.BUSY).contains(e.kind()), e.kind().toString());
      }
    }
  }

  @Test
  void whoTakesTooLongIsKilled() throws Exception {
    VideoLimits soon = new VideoLimits(600, 10_000_000, 10_000, Duration.ofSeconds(8));
    try (VideoReader reader = VideoReader.open(longFilm(), soon);
        Mat frame = new Mat()) {
      assertTrue(reader.next(frame));
      for (ProcessHandle child : children().toList()) {
        // As a decoder that hangs.
        new ProcessBuilder("kill", "-STOP", Long.toString(child.pid())).start().waitFor();
      }
      assertBreaks(Kind.TOO_SLOW, reader, frame);
    }
  }

  @Test
  void aThreadDumpIsNoPartOfAnAnswer() throws Exception {
    Path film = longFilm();
    SeenVideo undisturbed = Video.look(Video.Of.USER, film, LIMITS);
    var looked = new FutureTask<>(() -> Video.look(Video.Of.USER, film, LIMITS));
    Thread.ofVirtual().start(looked);
    while (!looked.isDone()) {
      for (ProcessHandle child : children().toList()) {
        new ProcessBuilder("kill", "-QUIT", Long.toString(child.pid())).start().waitFor();
      }
    }
    assertEquals(undisturbed, looked.get());
  }

  private Path longFilm() {
    return VideoTest.drawn(folder.resolve("long.mp4"), 640, 360, 200, new FrameRate(25, 1), null);
  }

  private static void assertBreaks(Kind kind, VideoReader reader, Mat frame) {
    VideoException e =
        assertThrows(
            VideoException.class,
            () -> {
              while (reader.next(frame)) {}
            });
    assertEquals(kind, e.kind());
  }

  /** As the system does when memory ends; the file may be as good as any. */
  @ParameterizedTest
  @CsvSource({"KILL,BUSY", "SEGV,BROKEN", "ABRT,BROKEN"})
  void aDecoderThatDiesIsTheFilesFaultUnlessItWasKilled(String signal, Kind kind) throws Exception {
    try (VideoReader reader = VideoReader.open(longFilm(), LIMITS);
        Mat frame = new Mat()) {
      assertTrue(reader.next(frame));
      for (ProcessHandle child : children().toList()) {
        new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
      }
      assertBreaks(kind, reader, frame);
    }
  }

  /** A frame of 147 MB, for a heap of 128 MB. */
  @Test
  void aDecoderWithoutMemoryMayBeTriedAgain() {
    VideoException e =
        assertThrows(
            VideoException.class,
            () -> VideoReader.open(film("huge-frame.webm"), unlimited()).close());
    assertEquals(Kind.BUSY, e.kind());
  }

  @Test
  void aDecoderKnowsNoSecretsAndHasLittleMemory() throws IOException {
    assertFalse(System.getenv().isEmpty());
    try (VideoReader reader = VideoReader.open(longFilm(), LIMITS)) {
      assertEquals(200, reader.video().frames());
      ProcessHandle child = children().findFirst().orElseThrow();
      Path seen = Path.of("/proc", Long.toString(child.pid()));
      // Other systems have no /proc; CI is Linux, so there it always runs.
      Assumptions.assumeTrue(Files.exists(seen), "only Linux tells");
      assertEquals(0, Files.readAllBytes(seen.resolve("environ")).length);
      assertEquals("1000", Files.readString(seen.resolve("oom_score_adj")).strip());
      String limits = Files.readString(seen.resolve("limits"));
      assertTrue(limits.matches("(?s).*Max address space +2147483648 .*"), limits);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "QUIT", "TERM"})
  void aSignalToAllOfTheTerminalDoesNotDisturbADecoder(String signal) throws Exception {
    try (VideoReader reader = VideoReader.open(longFilm(), LIMITS);
        Mat frame = new Mat()) {
      long pid = children().findFirst().orElseThrow().pid();
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
      int frames = 0;
      while (reader.next(frame)) {
        frames++;
      }
      assertEquals(200, frames);
    }
  }
}
