package dev.darkroom.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.blobs.DownloadException.Kind;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import dev.darkroom.testing.RawServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadsTest {
  private static final int MAX_BYTES = 100_000;
  private static final Downloads.Limits LIMITS =
      new Downloads.Limits(MAX_BYTES, Duration.ofSeconds(20), 3);

  @TempDir Path temp;

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aFileIsFetchedSniffedAndDeletedWhenClosed() throws Exception {
    try (var server =
            RawServer.answering(
                r -> Reply.json(200, "GIF89a...").with("Content-Type", "text/html"));
        var downloads = trusting(server, LIMITS)) {
      var downloaded = downloads.fetch(server.url().resolve("/files/a.gif?token=1"));
      try (downloaded) {
        assertEquals("image/gif", downloaded.contentType());
        assertEquals(9, downloaded.size());
        assertEquals("GIF89a...", Files.readString(downloaded.file()));
      }
      assertFalse(Files.exists(downloaded.file()));
      assertEquals("/files/a.gif?token=1", server.requests().getFirst().target());
    }
  }

  @Test
  void aChunkedAnswerAndOneThatEndsWithTheConnectionAreFetchedWhole() throws Exception {
    assertEquals(
        5, sizeOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
    assertEquals(5, sizeOf("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:%d/", "https://localhost:%d/", "https://2130706433:%d/",
        "https://127.1:%d/", "https://[::ffff:127.0.0.1]:%d/", "https://[::1]:%d/",
        "https://0.0.0.0:%d/", "http://127.0.0.1:%d/", "http://localhost:%d/"
      })
  void thisMachineIsNeverConnectedToUnlessTrusted(String form) throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(200, "secret"));
        var downloads = new Downloads(Set.of(), temp, LIMITS)) {
      URI url = URI.create(form.formatted(server.url().getPort()));
      assertEquals(Kind.REFUSED_ADDRESS, failure(downloads, url).kind());
      assertEquals(0, server.connections());
    }
  }

  @Test
  void threeRedirectsAreFollowedAndAFourthIsNot() throws Exception {
    try (var server =
            RawServer.answering(
                r -> {
                  int left = Integer.parseInt(r.target().substring(1));
                  return left == 0
                      ? Reply.json(200, "hello")
                      : Reply.json(302, "moved").with("Location", "/" + (left - 1));
                });
        var downloads = trusting(server, LIMITS)) {
      downloads.fetch(server.url().resolve("/3")).close();
      var failure = failure(downloads, server.url().resolve("/4"));
      assertEquals(Kind.TOO_MANY_REDIRECTS, failure.kind());
      assertFalse(failure.retryable());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:%d/",
        "http://localhost:%d/",
        "file:///etc/passwd",
        "ftp://x/%d",
        "https://u:p@127.0.0.1:%d/",
        "data:text/plain;base64,aGk="
      })
  void aRedirectIsCheckedLikeAFirstAddress(String form) throws Exception {
    try (var other = RawServer.answering(r -> Reply.json(200, "secret"));
        var server =
            RawServer.answering(
                r -> Reply.json(302, "").with("Location", form.formatted(other.url().getPort())));
        var downloads = trusting(server, LIMITS)) {
      assertEquals(Kind.REFUSED_ADDRESS, failure(downloads, server.url()).kind());
      assertEquals(0, other.connections());
    }
  }

  @Test
  void aRedirectToNowhereIsAWrongStatus() throws Exception {
    assertEquals(Kind.WRONG_STATUS, failure("HTTP/1.1 302 Found\r\n\r\n").kind());
    assertEquals(
        Kind.WRONG_STATUS, failure("HTTP/1.1 302 Found\r\nLocation: ht tp:\r\n\r\n").kind());
  }

  @ParameterizedTest
  @CsvSource({
    "204, false",
    "206, false",
    "304, false",
    "401, false",
    "403, false",
    "404, true",
    "410, false",
    "429, true",
    "500, true",
    "503, true"
  })
  void anyOtherStatusIsToldAndSomeMayPass(int status, boolean retryable) throws Exception {
    var failure = failure("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
    assertEquals(Kind.WRONG_STATUS, failure.kind());
    assertEquals(status, failure.httpStatus().orElseThrow());
    assertEquals(retryable, failure.retryable());
  }

  @Test
  void theLimitIsExact() throws Exception {
    var answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    assertEquals(MAX_BYTES, sizeOf(answer + "x".repeat(MAX_BYTES)));
    var failure = failure(answer + "x".repeat(MAX_BYTES + 1));
    assertEquals(Kind.TOO_LARGE, failure.kind());
    assertFalse(failure.retryable());
  }

  @Test
  void anAnnouncedSizeOverTheLimitIsRefusedUnread() throws Exception {
    assertEquals(
        Kind.TOO_LARGE, failure("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n").kind());
  }

  @Test
  void manyDownloadsThatFailDoNotUseUpTheConnections() throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(200, "x".repeat(MAX_BYTES + 1)));
        var downloads = trusting(server, LIMITS)) {
      for (int i = 0; i < 80; i++) {
        assertEquals(Kind.TOO_LARGE, failure(downloads, server.url()).kind());
      }
    }
  }

  @Test
  void anEndlessBodyIsLeftAtTheLimit() throws Exception {
    Script endless =
        connection -> {
          connection.read();
          connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          while (true) {
            connection.write("1000\r\n" + "x".repeat(0x1000) + "\r\n");
          }
        };
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertEquals(Kind.TOO_LARGE, failure(endless).kind()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "hello",
        ""
      })
  void aShortOrEmptyBodyIsBrokenAndMayPass(String answer) throws Exception {
    var failure = failure(answer);
    assertEquals(Kind.BROKEN, failure.kind());
    assertTrue(failure.retryable());
  }

  @Test
  void aSlowDripIsLeftWhenTheTimeIsUp() throws Exception {
    Script drip =
        connection -> {
          connection.read();
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n");
          while (true) {
            connection.write("x");
            Thread.onSpinWait();
            pause();
          }
        };
    assertTooSlow(drip);
  }

  @Test
  void silenceIsLeftWhenTheTimeIsUp() throws Exception {
    assertTooSlow(RawServer.Connection::awaitClose);
  }

  @Test
  void thoseThatWaitForAConnectionUntilTheirTimeIsUpAreTooSlowToo() throws Exception {
    try (var server = RawServer.scripted(RawServer.Connection::awaitClose);
        var downloads =
            trusting(server, new Downloads.Limits(MAX_BYTES, Duration.ofMillis(400), 3));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var more = Collections.nCopies(80, server.url());
      var failures =
          more.stream().map(url -> threads.submit(() -> failure(downloads, url))).toList();
      for (var failure : failures) {
        assertEquals(Kind.TOO_SLOW, failure.get().kind());
      }
    }
  }

  @Test
  void slowRedirectsShareTheTime() throws Exception {
    Script slow =
        connection -> {
          while (connection.read() != null) {
            pause();
            pause();
            pause();
            pause();
            connection.send(Reply.json(302, "").with("Location", "/again"));
          }
        };
    try (var server = RawServer.scripted(slow);
        var downloads =
            trusting(server, new Downloads.Limits(MAX_BYTES, Duration.ofMillis(400), 1000))) {
      assertEquals(Kind.TOO_SLOW, failure(downloads, server.url()).kind());
    }
  }

  @Test
  void aHostThatDoesNotListenIsUnreachable() throws Exception {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    URI url = URI.create("http://127.0.0.1:" + port);
    try (var downloads = new Downloads(Set.of(url), temp, LIMITS)) {
      var failure = failure(downloads, url);
      assertEquals(Kind.UNREACHABLE, failure.kind());
      assertTrue(failure.retryable());
      assertEquals(
          Kind.UNREACHABLE, failure(downloads, URI.create("https://nowhere.invalid/")).kind());
    }
  }

  @Test
  void aClosedClientFetchesNothing() throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(200, "x"))) {
      var downloads = trusting(server, LIMITS);
      downloads.close();
      assertEquals(Kind.BROKEN, failure(downloads, server.url()).kind());
      assertEquals(0, server.connections());
    }
  }

  @Test
  void aDataAddressIsDecodedWithinTheLimit() throws Exception {
    try (var downloads = new Downloads(Set.of(), temp, LIMITS)) {
      try (var downloaded = downloads.fetch(dataUri(new byte[MAX_BYTES]))) {
        assertEquals(MAX_BYTES, downloaded.size());
      }
      try (var downloaded = downloads.fetch(dataUri("GIF89a".getBytes(UTF_8)))) {
        assertEquals("image/gif", downloaded.contentType());
      }
      assertEquals(Kind.TOO_LARGE, failure(downloads, dataUri(new byte[MAX_BYTES + 1])).kind());
      for (String bad : new String[] {"data:x", "data:,hi", "data:;base64,?", "data:;base64,"}) {
        assertEquals(Kind.BROKEN, failure(downloads, URI.create(bad)).kind());
      }
    }
  }

  @Test
  void signedAddressesDoNotShowInMessages() throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(500, ""));
        var downloads = trusting(server, LIMITS)) {
      var failure = failure(downloads, server.url().resolve("/f?signature=SECRET"));
      assertEquals("127.0.0.1 answered 500", failure.getMessage());
    }
  }

  @Test
  void leftoversOfAKilledProcessAreSwept() throws Exception {
    try (var downloads = new Downloads(Set.of(), temp, LIMITS)) {
      Files.createFile(temp.resolve("part-left"));
      assertEquals(0, downloads.sweepUnfinished(Instant.EPOCH));
      assertEquals(1, downloads.sweepUnfinished(Instant.now().plusSeconds(60)));
    }
  }

  private Downloads trusting(RawServer server, Downloads.Limits limits) throws IOException {
    return new Downloads(Set.of(server.url()), temp, limits);
  }

  private long sizeOf(String answer) throws IOException {
    try (var server = RawServer.scripted(saying(answer));
        var downloads = trusting(server, LIMITS);
        var downloaded = downloads.fetch(server.url())) {
      assertEquals(downloaded.size(), Files.size(downloaded.file()));
      return downloaded.size();
    }
  }

  private DownloadException failure(String answer) throws IOException {
    return failure(saying(answer));
  }

  private DownloadException failure(Script script) throws IOException {
    try (var server = RawServer.scripted(script);
        var downloads = trusting(server, LIMITS)) {
      return failure(downloads, server.url());
    }
  }

  private void assertTooSlow(Script script) throws IOException {
    try (var server = RawServer.scripted(script);
        var downloads =
            trusting(server, new Downloads.Limits(MAX_BYTES, Duration.ofMillis(400), 3))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> {
            var failure = failure(downloads, server.url());
            assertEquals(Kind.TOO_SLOW, failure.kind());
            assertTrue(failure.retryable());
          });
    }
  }

  private static Script saying(String answer) {
    return connection -> {
      connection.read();
      connection.write(answer);
    };
  }

  private static DownloadException failure(Downloads downloads, URI url) {
    return assertThrows(DownloadException.class, () -> downloads.fetch(url));
  }

  private static URI dataUri(byte[] bytes) {
    return URI.create("data:image/png;base64," + Base64.getEncoder().encodeToString(bytes));
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
