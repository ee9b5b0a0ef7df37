package dev.darkroom.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** On a server that speaks S3 and checks what it is sent. */
class S3BlobsTest extends BlobsContract {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static S3Server server;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start();
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    server.close();
  }

  @AfterEach
  void emptyTheBucket() {
    server.empty();
  }

  @Override
  Blobs reopened() throws IOException {
    return S3Blobs.open(server.bucket(), folder.resolve("copies"), Clock.systemUTC());
  }

  @Test
  void aLargeFileGoesInPartsAndComesBackAsItWas() throws Exception {
    for (int megabytes : new int[] {16, 17, 40}) {
      Path file = random(megabytes << 20);
      Blob put = blobs.put(KEY, file);
      assertEquals(put.etag(), blobs.find(KEY).orElseThrow().etag());
      assertEquals(megabytes == 16, !put.etag().contains("-"), put.etag());
      try (LocalCopy copy = blobs.fetch(KEY)) {
        assertEquals(-1, Files.mismatch(file, copy.path()));
      }
      try (InputStream in = blobs.open(KEY, (16 << 20) - 5, 10)) {
        byte[] middle = in.readAllBytes();
        assertEquals(Math.min(10, megabytes == 16 ? 5 : 10), middle.length);
      }
    }
  }

  private Path random(int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return Files.write(folder.resolve("large"), content);
  }

  @Test
  void anObjectStandsThereWithItsTypeAndDigest() throws Exception {
    blobs.put(KEY, "{}".getBytes(UTF_8));
    HeadObjectResponse head =
        server.client().headObject(h -> h.bucket(S3Server.BUCKET).key(KEY.value()));
    assertEquals("application/json", head.contentType());
    assertEquals(
        Map.of("sha256", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
        head.metadata());
  }

  @Test
  void bytesThatAreNotThoseThatWerePutAreFound() throws Exception {
    blobs.put(KEY, "right".getBytes(UTF_8));
    Map<String, String> before =
        server.client().headObject(h -> h.bucket(S3Server.BUCKET).key(KEY.value())).metadata();
    server
        .client()
        .putObject(
            p -> p.bucket(S3Server.BUCKET).key(KEY.value()).metadata(before),
            RequestBody.fromString("rigHt"));
    IOException e = assertThrows(IOException.class, () -> blobs.fetch(KEY));
    assertTrue(String.valueOf(e.getMessage()).contains("damaged"), e.getMessage());
    assertEquals(List.of(), copies());
  }

  @Test
  void anObjectOfSomebodyElseIsReadAsItIs() throws Exception {
    server
        .client()
        .putObject(
            p -> p.bucket(S3Server.BUCKET).key(KEY.value()).contentType("text/html"),
            RequestBody.fromString("<html>"));
    assertEquals("application/octet-stream", blobs.find(KEY).orElseThrow().contentType());
    try (LocalCopy copy = blobs.fetch(KEY)) {
      assertEquals("<html>", Files.readString(copy.path()));
    }
  }

  @Test
  void aCopyGoesWhenItIsClosed() throws Exception {
    blobs.put(KEY, "x".getBytes(UTF_8));
    try (LocalCopy copy = blobs.fetch(KEY)) {
      assertEquals(List.of(copy.path().getFileName().toString()), copies());
    }
    assertEquals(List.of(), copies());
  }

  private List<String> copies() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("copies"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void namesOfOthersAreLeftOutOfAListing() throws Exception {
    for (String key : List.of("a/", "a b/c", "~x", "b/", "b/~~/x", "ü")) {
      server
          .client()
          .putObject(p -> p.bucket(S3Server.BUCKET).key(key), RequestBody.fromString("somebody's"));
    }
    blobs.put(BlobKey.of("a/1"), new byte[1]);
    blobs.put(BlobKey.of("b/1"), new byte[1]);
    blobs.put(BlobKey.of("c"), new byte[1]);
    for (int most : new int[] {1, 2, 9}) {
      assertEquals(List.of("a/", "b/", "c"), inPages(null, false, most));
      assertEquals(List.of("a/1", "b/1", "c"), inPages(null, true, most));
      assertEquals(List.of("a/1"), inPages(BlobKey.of("a"), false, most));
    }
  }

  /** Whoever gives a cursor back has it checked, and names of others do not pass. */
  @Test
  void aPageEndsWithANameOfOurs() throws Exception {
    for (int i = 0; i < 5; i++) {
      String key = "a/1 %d/x".formatted(i);
      server
          .client()
          .putObject(p -> p.bucket(S3Server.BUCKET).key(key), RequestBody.fromString("somebody's"));
    }
    List<String> all = List.of("a/0", "a/1", "a/2");
    for (String key : all) {
      blobs.put(BlobKey.of(key), new byte[1]);
    }
    for (boolean deep : new boolean[] {true, false}) {
      for (int most = 1; most <= 4; most++) {
        assertEquals(all, inPages(BlobKey.of("a"), deep, most));
        for (String next : cursors(BlobKey.of("a"), deep, most)) {
          assertTrue(all.contains(next), next);
        }
      }
    }
  }

  private List<String> cursors(BlobKey in, boolean deep, int most) throws IOException {
    List<String> cursors = new ArrayList<>();
    String next = blobs.list(new Listing.Asked(in, deep, null, most)).next();
    while (next != null) {
      cursors.add(next);
      next = blobs.list(new Listing.Asked(in, deep, next, most)).next();
    }
    return cursors;
  }

  @Test
  void manyObjectsAreListedOverPages() throws Exception {
    int many = Integer.getInteger("darkroom.objects", 10_000);
    List<Callable<Blob>> puts = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      BlobKey key = BlobKey.of("many/%05d".formatted(i));
      puts.add(() -> blobs.put(key, new byte[0]));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Blob> put : threads.invokeAll(puts)) {
        put.get();
      }
    }
    List<String> all = IntStream.range(0, many).mapToObj(i -> "many/%05d".formatted(i)).toList();
    assertEquals(all, inPages(BlobKey.of("many"), false, 1000));
    assertEquals(all, inPages(null, true, 999));
  }

  @Test
  void whoHoldsAnAddressReadsTheBytes() throws Exception {
    blobs.put(KEY, "{}".getBytes(UTF_8));
    URI url = blobs.sign(KEY, Instant.now().plusSeconds(60));
    HttpResponse<String> answer = get(url);
    assertEquals(200, answer.statusCode());
    assertEquals("{}", answer.body());
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElseThrow());
    assertFalse(url.toString().contains(S3Server.SECRET));
  }

  @Test
  void theBucketRefusesAnAddressThatIsExpiredOrAltered() throws Exception {
    blobs.put(KEY, "{}".getBytes(UTF_8));
    assertEquals(403, get(blobs.sign(KEY, Instant.now().minusSeconds(1))).statusCode());
    String url = blobs.sign(KEY, Instant.now().plusSeconds(60)).toString();
    char last = url.charAt(url.length() - 1);
    URI altered = URI.create(url.substring(0, url.length() - 1) + (last == '0' ? '1' : '0'));
    assertEquals(403, get(altered).statusCode());
    assertEquals(403, get(URI.create(url.replace("x.json", "y.json"))).statusCode());
  }

  private static HttpResponse<String> get(URI url) throws Exception {
    return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void whoHoldsAnAddressToPutPutsThatTypeAndThatLength() throws Exception {
    SignedPut put = blobs.signPut(KEY, "image/png", 5, Instant.now().plusSeconds(60));
    assertEquals("PUT", put.method());
    assertEquals(403, send(put, "123456", "image/png"));
    assertEquals(403, send(put, "1234", "image/png"));
    assertEquals(403, send(put, "12345", "text/html"));
    assertTrue(blobs.find(KEY).isEmpty());

    assertEquals(200, send(put, "12345"));
    assertEquals("image/png", blobs.find(KEY).orElseThrow().contentType());
    assertEquals("12345", read(blobs, KEY, 0, 9));
  }

  @Test
  void theBucketRefusesToTakeWhatComesTooLate() throws Exception {
    Instant now = Instant.now();
    var then = new PresignedUrls(server.bucket(), () -> now.minusSeconds(120));
    assertEquals(403, send(then.signPut(KEY, "image/png", 1, now.minusSeconds(60)), "1"));
    assertTrue(blobs.find(KEY).isEmpty());
    assertEquals(200, send(then.signPut(KEY, "image/png", 1, now.plusSeconds(60)), "1"));
  }

  private static int send(SignedPut put, String body) throws Exception {
    return send(put, body, put.headers().getOrDefault("Content-Type", ""));
  }

  private static int send(SignedPut put, String body, String contentType) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(put.url())
            .header("Content-Type", contentType)
            .method(put.method(), HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** One connection of a few is held by each; another would be waited for in vain. */
  @Test
  void whoLeavesInTheMiddleGivesTheConnectionBack() throws Exception {
    blobs.put(KEY, random(4 << 20));
    for (int i = 0; i < 2 * S3Connection.CONNECTIONS_MAX; i++) {
      InputStream in = blobs.open(KEY, 0, 4 << 20);
      assertTrue(in.read() >= 0);
      in.close();
      in.close();
    }
  }

  /** Where open files can be seen; CI is Linux, so there it always runs. */
  @Test
  void noFileStaysOpen() throws Exception {
    assumeTrue(Files.isDirectory(OPEN_FILES), "only Linux tells which files are open");
    blobs.put(KEY, random(17 << 20));
    blobs.put(KEY, random(1 << 20));
    blobs.fetch(KEY).close();
    try (Stream<Path> open = Files.list(OPEN_FILES)) {
      List<String> ours =
          open.map(S3BlobsTest::target).filter(name -> name.startsWith(folder.toString())).toList();
      assertEquals(List.of(), ours);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // It was closed in the meantime.
    }
  }
}
