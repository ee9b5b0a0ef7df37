package dev.darkroom.provider;

import static dev.darkroom.provider.FalFixture.KEY;
import static dev.darkroom.provider.FalFixture.failure;
import static dev.darkroom.provider.FalFixture.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.provider.ProviderException.Kind;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalUploadTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeAFile() throws Exception {
    file = Files.writeString(folder.resolve("a.png"), "bytes");
  }

  @Test
  void theAddressIsAskedForWithTheKeyAndTheBytesArePutWithout() throws Exception {
    try (var server = RawServer.answering(FalUploadTest::store);
        var fal = new Fal(settings(server.url()))) {
      var url = fal.upload(file, "image/png", "photo \"1\".png");

      assertEquals(URI.create("https://v3.fal.media/files/a.png"), url);
      var begin = server.requests().get(0);
      assertEquals("POST", begin.method());
      assertEquals("/storage/upload/initiate?storage_type=fal-cdn-v3", begin.target());
      assertEquals("Key " + KEY, begin.headers().get("authorization"));
      var body = Answer.JSON.readTree(begin.body());
      assertEquals("photo \"1\".png", body.path("file_name").asText());
      assertEquals("image/png", body.path("content_type").asText());
      var put = server.requests().get(1);
      assertEquals("PUT", put.method());
      assertEquals("/signed?token=1", put.target());
      assertNull(put.headers().get("authorization"));
      assertEquals("image/png", put.headers().get("content-type"));
      assertEquals("5", put.headers().get("content-length"));
      assertEquals("bytes", put.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://evil.test/put", "file:///etc/passwd", "not an address", "", "https:///x"})
  void anAddressThatIsNeitherHttpsNorOursIsRefused(String address) {
    var reply =
        Reply.json(200, "{\"upload_url\":\"%s\",\"file_url\":\"https://x\"}".formatted(address));
    assertEquals(Kind.UNREADABLE, failure(reply, this::upload).kind());
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED, true",
    "429, BUSY, true",
    "500, TROUBLE, true",
    "200, UNREADABLE, true"
  })
  void anotherAnswerIsOfTheKind(int code, Kind kind, boolean retryable) {
    var failure = failure(Reply.json(code, "{}"), this::upload);
    assertEquals(kind, failure.kind());
    assertEquals(retryable, failure.retryable());
  }

  @Test
  void aPutThatFailsIsTroubleThatMayPass() throws Exception {
    try (var server =
            RawServer.answering(
                r -> r.method().equals("PUT") ? Reply.json(503, "") : FalUploadTest.store(r));
        var fal = new Fal(settings(server.url()))) {
      var failure = failure(() -> upload(fal));
      assertEquals(Kind.TROUBLE, failure.kind());
      assertTrue(failure.retryable());
    }
  }

  @Test
  void aSubmitThatFindsNoFreeConnectionInTimeWasSurelyNotSent() throws Exception {
    var putHangs = new CountDownLatch(1);
    try (var server =
        RawServer.scripted(
            connection -> {
              connection.send(store(Objects.requireNonNull(connection.read())));
              connection.read();
              putHangs.countDown();
              connection.awaitClose();
            })) {
      var fal = new Fal(tight(server.url(), Duration.ofMillis(400), 1000));
      var holder =
          Thread.ofVirtual().start(() -> assertThrows(ProviderException.class, () -> upload(fal)));
      assertTrue(putHangs.await(30, TimeUnit.SECONDS));
      assertEquals(
          Kind.NOT_SENT,
          failure(() -> fal.submit(FalFixture.MODEL, FalFixture.INPUT, null)).kind());
      fal.close();
      holder.join();
    }
  }

  @Test
  void aFileOverTheLimitIsNotSent() throws Exception {
    try (var server = RawServer.answering(FalUploadTest::store);
        var fal = new Fal(tight(server.url(), Duration.ofSeconds(1), 4))) {
      var failure = failure(() -> upload(fal));
      assertEquals(Kind.MODEL_REFUSED, failure.kind());
      assertEquals("The file is too large for this tool.", failure.publicWords());
      assertTrue(server.requests().isEmpty());
    }
  }

  @Test
  void aMissingFileIsTheCallersTrouble() {
    try (var fal = new Fal(settings(URI.create("http://127.0.0.1:1")))) {
      assertThrows(
          UncheckedIOException.class,
          () -> fal.upload(folder.resolve("none"), "image/png", "a.png"));
    }
  }

  @Test
  void smallBytesBecomeADataAddress() {
    assertEquals(
        "data:image/png;base64,aGk=",
        Fal.dataUri("hi".getBytes(StandardCharsets.UTF_8), "image/png"));
  }

  /** One connection, patience with uploads only, and a limit on their size. */
  private static FalSettings tight(URI url, Duration callTimeout, long maxUploadBytes) {
    var second = Duration.ofSeconds(1);
    var minute = Duration.ofMinutes(1);
    return new FalSettings(
        KEY, url, url, second, callTimeout, minute, 1000, maxUploadBytes, 1 << 20, 1);
  }

  private void upload(Fal fal) throws ProviderException {
    fal.upload(file, "image/png", "a.png");
  }

  private static Reply store(RawServer.Request request) {
    return request.method().equals("PUT")
        ? Reply.json(200, "")
        : Reply.json(
            200,
            """
            {"upload_url":"http://%s/signed?token=1","file_url":"https://v3.fal.media/files/a.png"}
            """
                .formatted(request.headers().get("host")));
  }
}
