package dev.darkroom.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.FaultyProxy.Way;
import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** A bucket that is slow, cut off, elsewhere, not ours, or not there. */
class S3FaultsTest {
  private static final BlobKey KEY = BlobKey.of("users/a/x");
  private static final Way SLOW_DOWN = new Way.Answers(503, "SlowDown");
  private static final byte[] BYTES = "some bytes".getBytes(UTF_8);

  @TempDir Path folder;
  private S3Server server;
  private FaultyProxy proxy;
  private Blobs blobs;

  @BeforeEach
  void start() throws Exception {
    server = S3Server.start();
    proxy = new FaultyProxy(server.url());
    blobs = open(server.bucket(proxy.url()));
  }

  @AfterEach
  void stop() throws Exception {
    blobs.close();
    proxy.close();
    server.close();
  }

  private Blobs open(S3Bucket bucket) throws IOException {
    return S3Blobs.open(bucket, folder.resolve("copies"), Clock.systemUTC());
  }

  @Test
  void aBucketThatIsSlowTwiceIsAskedAgain() throws Exception {
    proxy.next(2, "PUT", SLOW_DOWN);
    blobs.put(KEY, BYTES);
    proxy.next(2, "GET", SLOW_DOWN);
    assertEquals("some bytes", BlobsContract.read(blobs, KEY, 0, 99));
    proxy.next(2, "HEAD", SLOW_DOWN);
    assertTrue(blobs.find(KEY).isPresent());
    proxy.next(2, "DELETE", SLOW_DOWN);
    assertTrue(blobs.delete(KEY));
  }

  @Test
  void aBucketThatStaysSlowIsAFailureAndNoBlobIsMissing() throws Exception {
    blobs.put(KEY, BYTES);
    proxy.rule((_, _) -> SLOW_DOWN);
    assertFails("503 SlowDown", () -> blobs.put(KEY, "new".getBytes(UTF_8)));
    assertFails("503", () -> blobs.find(KEY));
    assertFails("503 SlowDown", () -> blobs.open(KEY, 0, 1));
    assertFails("503", () -> blobs.fetch(KEY));
    assertFails("503", () -> blobs.delete(KEY));
    assertFails("503 SlowDown", () -> blobs.list(new Listing.Asked(null, true, null, 1)));
    assertEquals(0, blobs.sweepUnfinished(Instant.now()));
    proxy.rule((_, _) -> new Way.Passes());
    assertEquals("some bytes", BlobsContract.read(blobs, KEY, 0, 99));
  }

  @Test
  void aBodyThatIsCutOffNeverLooksLikeAShorterBlob() throws Exception {
    blobs.put(KEY, BYTES);
    proxy.rule((_, _) -> new Way.CutsAnswer(4));
    try (InputStream in = blobs.open(KEY, 0, 10)) {
      assertThrows(IOException.class, in::readAllBytes);
    }
    proxy.rule((method, _) -> method.equals("GET") ? new Way.CutsAnswer(4) : new Way.Passes());
    assertThrows(IOException.class, () -> blobs.fetch(KEY));
    assertEquals(0, copies());
  }

  @Test
  void aBodyThatIsCutOffOnceIsFetchedAgain() throws Exception {
    blobs.put(KEY, BYTES);
    proxy.next(1, "GET", new Way.CutsAnswer(4));
    try (LocalCopy copy = blobs.fetch(KEY)) {
      assertEquals("some bytes", Files.readString(copy.path()));
    }
  }

  @Test
  void aPutThatIsCutOffIsSentAgainOrIsNone() throws Exception {
    Path file = Files.write(folder.resolve("in"), new byte[1 << 20]);
    proxy.rule((method, _) -> method.equals("PUT") ? new Way.CutsRequest(99) : new Way.Passes());
    assertThrows(IOException.class, () -> blobs.put(KEY, file));
    assertTrue(blobs.find(KEY).isEmpty());

    proxy.next(1, "PUT", new Way.CutsRequest(99));
    blobs.put(KEY, file);
    assertEquals(1 << 20, blobs.find(KEY).orElseThrow().size());
  }

  @Test
  void aPartThatFailsOnceIsSentAloneAgain() throws Exception {
    Path file = Files.write(folder.resolve("in"), new byte[17 << 20]);
    String second = "partNumber=2";
    proxy.rule(failing(second, 1));
    blobs.put(KEY, file);
    assertEquals(17 << 20, blobs.find(KEY).orElseThrow().size());
    assertEquals(2, proxy.asked().stream().filter(line -> line.contains(second)).count());
    assertEquals(1, proxy.asked().stream().filter(line -> line.contains("partNumber=1")).count());
  }

  @Test
  void aPartThatKeepsFailingLeavesNothing() throws Exception {
    Path file = Files.write(folder.resolve("in"), new byte[17 << 20]);
    proxy.rule(failing("partNumber=2", 99));
    assertFails("500 InternalError", () -> blobs.put(KEY, file));
    assertTrue(blobs.find(KEY).isEmpty());
    assertEquals(List.of(), unfinished());
  }

  private static FaultyProxy.Rule failing(String part, int times) {
    var left = new AtomicInteger(times);
    return (_, target) ->
        target.contains(part) && left.getAndDecrement() > 0
            ? new Way.Answers(500, "InternalError")
            : new Way.Passes();
  }

  @Test
  void partsThatNobodyCouldTakeBackAreSweptADayLater() throws Exception {
    Path file = Files.write(folder.resolve("in"), new byte[17 << 20]);
    proxy.rule(
        (_, target) ->
            target.contains("uploads") || target.contains("partNumber=1")
                ? new Way.Passes()
                : SLOW_DOWN);
    assertFails("503 SlowDown", () -> blobs.put(KEY, file));
    proxy.rule((_, _) -> new Way.Passes());
    assertEquals(List.of(KEY.value()), unfinished());

    assertEquals(0, blobs.sweepUnfinished(Instant.now().plus(Duration.ofHours(23))));
    assertEquals(1, blobs.sweepUnfinished(Instant.now().plus(Duration.ofHours(25))));
    assertEquals(List.of(), unfinished());
  }

  private List<String> unfinished() {
    return server
        .client()
        .listMultipartUploads(list -> list.bucket(S3Server.BUCKET))
        .uploads()
        .stream()
        .map(upload -> upload.key())
        .toList();
  }

  @Test
  void aBlobThatChangesWhileItIsFetchedIsAFailure() throws Exception {
    blobs.put(KEY, BYTES);
    proxy.rule(
        (method, _) -> {
          if (method.equals("GET")) {
            server
                .client()
                .putObject(
                    p -> p.bucket(S3Server.BUCKET).key(KEY.value()),
                    RequestBody.fromString("other text"));
          }
          return new Way.Passes();
        });
    assertFails("412", () -> blobs.fetch(KEY));
  }

  @Test
  void aBucketThatCannotBeUsedSaysWhy() throws Exception {
    S3Bucket ours = server.bucket();
    assertRefused("R2_BUCKET", named(ours, "not-there"));
    assertRefused("R2_ACCESS_KEY_ID", keyed(ours, "other", S3Server.SECRET));
    assertRefused("R2_SECRET_ACCESS_KEY", keyed(ours, S3Server.KEY_ID, "other"));
    assertRefused("no answer came", server.bucket(URI.create("http://127.0.0.1:9")));
    assertRefused("no answer came", server.bucket(URI.create("http://nowhere.invalid")));
    proxy.rule((_, _) -> new Way.Answers(403, "AccessDenied"));
    assertRefused("list, read, write and delete", server.bucket(proxy.url()));
    proxy.rule((_, _) -> new Way.Answers(301, "PermanentRedirect"));
    assertRefused("R2_REGION", server.bucket(proxy.url()));
  }

  @Test
  void aBucketThatWentAwayIsAFailureAndNoBlobIsMissing() throws Exception {
    blobs.put(KEY, BYTES);
    // The answer to a HEAD has no body, so it cannot say what is not there.
    proxy.rule((_, _) -> new Way.Answers(404, "NoSuchBucket"));
    assertNothingIsMissing("R2_BUCKET");
    proxy.rule((_, _) -> new Way.Answers(404, "Whatever"));
    assertNothingIsMissing("404 Whatever");
    proxy.rule((_, _) -> new Way.Answers(404, ""));
    assertNothingIsMissing("404");
  }

  private void assertNothingIsMissing(String words) {
    assertFails(words, () -> blobs.find(KEY));
    assertFails(words, () -> blobs.fetch(KEY));
    assertFails(words, () -> blobs.delete(KEY));
    assertFails(words, () -> blobs.open(KEY, 0, 0));
    assertFails(words, () -> blobs.open(KEY, 0, 1));
  }

  @Test
  void aBlobThatIsMissingIsBelievedOnceTheBucketIsThere() throws Exception {
    int before = proxy.asked().size();
    assertTrue(blobs.find(KEY).isEmpty());
    assertEquals(2, proxy.asked().size() - before);
    blobs.put(KEY, BYTES);
    proxy.next(1, "GET", new Way.Answers(404, "NoSuchKey"));
    assertThrows(NoSuchFileException.class, () -> blobs.fetch(KEY));
  }

  @Test
  void aClockThatIsWrongIsNamed() {
    InstantSource ahead = () -> Instant.now().plus(Duration.ofMinutes(20));
    IOException e =
        assertThrows(
            IOException.class, () -> S3Blobs.open(server.bucket(), folder.resolve("c"), ahead));
    assertTrue(
        String.valueOf(e.getMessage()).contains("clock of this machine differs by 20 minutes"));

    proxy.rule((_, _) -> new Way.Answers(403, "RequestTimeTooSkewed"));
    assertRefused("clock of this machine", server.bucket(proxy.url()));
    assertFails("clock of this machine", () -> blobs.put(KEY, BYTES));
  }

  @Test
  void aServerThatDoesNotSpeakIsNotWaitedForLong() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI there = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      Instant start = Instant.now();
      assertRefused("no answer came in time", server.bucket(there));
      assertTrue(Duration.between(start, Instant.now()).toSeconds() < 30);
    }
  }

  @Test
  void theRulesForOtherOriginsAreAskedFor() throws Exception {
    String page = "https://darkroom.test";
    assertEquals(List.of("GET", "PUT"), refusedTo(server.bucket(), page));
    try (S3Server reading = S3Server.allowing(page, "GET")) {
      assertEquals(List.of("PUT"), refusedTo(reading.bucket(), page));
    }
    try (S3Server all = S3Server.allowing(page, "GET", "PUT")) {
      assertEquals(List.of(), refusedTo(all.bucket(), page));
      assertEquals(List.of("GET", "PUT"), refusedTo(all.bucket(), "https://other.test"));
    }
  }

  private List<String> refusedTo(S3Bucket bucket, String page) throws IOException {
    try (S3Blobs there = S3Blobs.open(bucket, folder.resolve("copies"), Clock.systemUTC())) {
      return there.refusedTo(URI.create(page));
    }
  }

  private static S3Bucket named(S3Bucket b, String name) {
    return new S3Bucket(
        b.endpoint(), b.region(), name, b.accessKeyId(), b.secretAccessKey(), b.callWithin());
  }

  private static S3Bucket keyed(S3Bucket b, String id, String secret) {
    return new S3Bucket(b.endpoint(), b.region(), b.name(), id, secret, b.callWithin());
  }

  private void assertRefused(String words, S3Bucket bucket) {
    assertFails(words, () -> open(bucket));
  }

  private static void assertFails(String words, Executable call) {
    IOException e = assertThrows(IOException.class, call);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(words), message);
    assertFalse(message.contains(S3Server.SECRET), message);
  }

  private long copies() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("copies"))) {
      return files.count();
    }
  }
}
