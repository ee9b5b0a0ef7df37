package dev.darkroom.operations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.FolderBlobs;
import dev.darkroom.blobs.S3Blobs;
import dev.darkroom.jobs.TestSettings;
import dev.darkroom.media.Films;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.FaultyProxy.Way;
import dev.darkroom.testing.S3Server;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Previews that are kept, made once, and given up when the room or the time is over. */
class PreviewsTest {
  private static final BlobKey KEY = BlobKey.of("users/ann/uploads/a.png");
  private static final long PLENTY = 512L << 20;
  private static final Duration WITHIN = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Blobs blobs;
  private Previews previews;

  @BeforeEach
  void start() throws IOException {
    blobs = new FolderBlobs(folder.resolve("blobs"), new byte[32], URI.create("http://localhost"));
    previews = previews(blobs, PLENTY, WITHIN);
  }

  @AfterEach
  void stop() {
    blobs.close();
  }

  private Previews previews(Blobs of, long bytesMax, Duration within) throws IOException {
    return new Previews(
        of,
        new PreviewFolder(folder.resolve("previews"), bytesMax),
        TestSettings.defaults(OperationSettings.class),
        CatalogueFile.read(Optional.empty()),
        within);
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("previews"))) {
      return all.sorted().toList();
    }
  }

  private static byte[] picture(Color color) {
    BufferedImage image = new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(color);
    pen.fillRect(0, 0, 800, 600);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static BlobKey numbered(int number) {
    return BlobKey.of("users/ann/uploads/%d.png".formatted(number));
  }

  private static int red(byte[] preview) throws IOException {
    return new Color(ImageIO.read(new ByteArrayInputStream(preview)).getRGB(9, 9)).getRed();
  }

  @Test
  void whatWasMadeIsNotMadeAgainAlsoNotAfterARestart() throws Exception {
    Blob blob = blobs.put(KEY, picture(Color.RED));
    byte[] made = previews.of(blob);
    assertEquals("image/jpeg", Previews.contentType(made));
    breakBehindItsBack(blob);
    assertArrayEquals(made, previews.of(blob));
    assertArrayEquals(made, previews(blobs, PLENTY, WITHIN).of(blob));
    assertEquals(1, kept().size());
  }

  /** Bytes that cannot be decoded, of the same length and time: whoever looks at them fails. */
  private void breakBehindItsBack(Blob blob) throws IOException {
    Path file = folder.resolve("blobs").resolve(blob.key().value());
    FileTime modified = Files.getLastModifiedTime(file);
    Files.write(file, new byte[(int) blob.size()]);
    Files.setLastModifiedTime(file, modified);
    assertEquals(Optional.of(blob.etag()), blobs.find(blob.key()).map(Blob::etag));
  }

  @Test
  void aFileThatChangesHasANewOneInPlaceOfTheOld() throws Exception {
    Blob first = blobs.put(KEY, picture(Color.RED));
    assertTrue(red(previews.of(first)) > 240);
    Blob second = blobs.put(KEY, picture(Color.BLACK));
    assertNotEquals(Previews.version(first), Previews.version(second));
    assertTrue(red(previews.of(second)) < 15);
    assertEquals(1, kept().size());
  }

  @Test
  void whatHasNoneIsRefusedAndNotLookedAtAgain() throws Exception {
    byte[] cut = java.util.Arrays.copyOf(picture(Color.RED), 300);
    for (byte[] none : List.of(cut, "text".getBytes(StandardCharsets.UTF_8), new byte[0])) {
      Blob blob = blobs.put(KEY, none);
      assertEquals("NO_PREVIEW", refused(blob).code());
      assertEquals(Refusal.Kind.UNSUPPORTED_MEDIA, refused(blob).kind());
      assertEquals(1, kept().size());
    }
    // Another version may see more in it.
    previews(blobs, PLENTY, WITHIN);
    assertEquals(List.of(), kept());
  }

  private Refusal refused(Blob blob) {
    return assertThrows(Refusal.class, () -> previews.of(blob));
  }

  @Test
  void whatIsGoneIsNotFoundAndForgotten() throws Exception {
    Blob blob = blobs.put(KEY, picture(Color.RED));
    previews.of(blob);
    blobs.delete(KEY);
    previews.forget(KEY);
    assertEquals(List.of(), kept());
    assertEquals("FILE_NOT_FOUND", refused(blob).code());
    assertEquals(List.of(), kept());
  }

  @Test
  void theFolderIsBoundedAndTheOneThatWasNotAskedForLongestGoes() throws Exception {
    // Room for four of the smallest.
    previews = previews(blobs, 4 * 4096, WITHIN);
    List<Blob> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(blobs.put(numbered(i), picture(Color.RED)));
      previews.of(all.get(i));
    }
    assertEquals(4, kept().size());
    previews.of(all.get(0));
    all.add(blobs.put(numbered(4), picture(Color.RED)));
    previews.of(all.get(4));
    assertEquals(4, kept().size());
    breakBehindItsBack(all.get(0));
    breakBehindItsBack(all.get(1));
    assertTrue(red(previews.of(all.get(0))) > 240);
    assertEquals("NO_PREVIEW", refused(all.get(1)).code());

    // A smaller room is swept at the start.
    previews(blobs, 2 * 4096, WITHIN);
    assertEquals(2, kept().size());
  }

  @Test
  void whatWasLeftUnfinishedGoesAtTheStart() throws Exception {
    previews.of(blobs.put(KEY, picture(Color.RED)));
    Files.write(folder.resolve("previews").resolve("part-1"), new byte[9]);
    previews(blobs, PLENTY, WITHIN);
    assertEquals(1, kept().size());
    assertFalse(kept().getFirst().endsWith("part-1"));
  }

  @Test
  void aFolderThatWasClearedIsNoHarm() throws Exception {
    Blob blob = blobs.put(KEY, picture(Color.RED));
    byte[] made = previews.of(blob);
    Files.delete(kept().getFirst());
    assertArrayEquals(made, previews.of(blob));
    Files.delete(kept().getFirst());
    Files.delete(folder.resolve("previews"));
    assertArrayEquals(made, previews.of(blob));
  }

  @Test
  void aVideoHasOne() throws Exception {
    Blob blob = blobs.put(BlobKey.of("users/ann/uploads/a.mp4"), Films.mp4(320, 180, 12, 24));
    byte[] made = previews.of(blob);
    assertEquals(320, ImageIO.read(new ByteArrayInputStream(made)).getWidth());
    breakBehindItsBack(blob);
    assertArrayEquals(made, previews.of(blob));
  }

  @Test
  void manyWhoAskAtOnceHaveItMadeOnceAlsoOfABucket() throws Exception {
    try (S3Server server = S3Server.start();
        FaultyProxy proxy = new FaultyProxy(server.url());
        S3Blobs bucket =
            S3Blobs.open(server.bucket(proxy.url()), folder.resolve("copies"), Clock.systemUTC())) {
      Previews ofBucket = previews(bucket, PLENTY, WITHIN);
      Blob blob = bucket.put(KEY, picture(Color.RED));
      List<byte[]> all = together(16, ofBucket, blob);
      all.forEach(each -> assertArrayEquals(all.getFirst(), each));
      assertTrue(red(all.getFirst()) > 240);
      assertEquals(1, fetched(proxy));
      assertEquals(List.of(), copies());

      // What the bucket finds is the same version as what was put.
      Blob found = bucket.find(KEY).orElseThrow();
      ofBucket.of(found);
      ofBucket.of(bucket.find(KEY).orElseThrow());
      assertTrue(fetched(proxy) <= 2, "the time of a put is told in seconds, and may differ once");
    }
  }

  private List<Path> copies() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("copies"))) {
      return all.toList();
    }
  }

  private static long fetched(FaultyProxy proxy) {
    return proxy.asked().stream()
        .filter(line -> line.startsWith("GET ") && line.contains(KEY.value()))
        .count();
  }

  private static List<byte[]> together(int times, Previews previews, Blob blob) throws Exception {
    CountDownLatch begin = new CountDownLatch(1);
    List<Future<byte[]>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < times; i++) {
        asked.add(
            threads.submit(
                () -> {
                  begin.await();
                  return previews.of(blob);
                }));
      }
      begin.countDown();
      List<byte[]> all = new ArrayList<>();
      for (Future<byte[]> each : asked) {
        all.add(each.get());
      }
      return all;
    }
  }

  /**
   * Two are being made and hang; who comes then waits for so long, and others that are kept not.
   */
  @Test
  void whoWaitsTooLongIsToldToComeAgain() throws Exception {
    try (S3Server server = S3Server.start();
        FaultyProxy proxy = new FaultyProxy(server.url());
        S3Blobs bucket =
            S3Blobs.open(server.bucket(proxy.url()), folder.resolve("copies"), Clock.systemUTC());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      previews = previews(bucket, PLENTY, Duration.ofMillis(300));
      List<Blob> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(bucket.put(numbered(i), picture(Color.RED)));
      }
      previews.of(all.get(3));
      CountDownLatch hanging = new CountDownLatch(2);
      proxy.rule(
          (method, target) -> {
            if (method.equals("GET") && target.contains("/uploads/")) {
              hanging.countDown();
              return new Way.Hangs();
            }
            return new Way.Passes();
          });
      Future<byte[]> _ = threads.submit(() -> previews.of(all.get(0)));
      Future<byte[]> _ = threads.submit(() -> previews.of(all.get(1)));
      hanging.await();
      Refusal busy = refused(all.get(2));
      assertEquals(Refusal.Kind.BUSY, busy.kind());
      assertEquals("TRY_AGAIN", busy.code());
      assertTrue(red(previews.of(all.get(3))) > 240);
      threads.shutdownNow();
    }
  }
}
