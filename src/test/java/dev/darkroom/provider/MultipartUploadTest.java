package dev.darkroom.provider;

import static dev.darkroom.provider.FalFixture.KEY;
import static dev.darkroom.provider.FalFixture.failure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.Way;
import dev.darkroom.provider.ProviderException.Kind;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import dev.darkroom.testing.RawServer.Request;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are uploaded in parts. */
class MultipartUploadTest {
  private static final int PART = 1000;
  private static final Way UNWELL = new Way.Answers(500, "application/json", "{}");

  @TempDir Path folder;
  private final byte[] bytes = new byte[11 * PART + 1];
  private Path file;

  @BeforeEach
  void writeAFile() throws Exception {
    new Random(4).nextBytes(bytes);
    file = Files.write(folder.resolve("a.mp4"), bytes);
  }

  private static FalSettings settings(URI queueUrl, URI restUrl) {
    FalSettings usual = FalSettings.of(KEY, queueUrl, restUrl);
    return new FalSettings(
        KEY,
        queueUrl,
        restUrl,
        usual.connectTimeout(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(45),
        usual.maxResultBytes(),
        usual.maxUploadBytes(),
        PART,
        usual.maxConnections());
  }

  private void assertUploaded(int puts, int completions, Ordering ordering) throws Exception {
    try (Emulator emulator =
            Emulator.start(EmulatorSettings.forTests(folder.resolve("emulator")), List.of());
        var fal = new Fal(settings(emulator.queueUrl(), emulator.restUrl()))) {
      ordering.on(emulator);
      URI url = fal.upload(file, "video/mp4", "a.mp4");
      try (var in = url.toURL().openStream()) {
        assertArrayEquals(bytes, in.readAllBytes());
      }
      assertEquals(puts, emulator.calls(Call.UPLOAD));
      assertEquals(completions, emulator.calls(Call.COMPLETE));
    }
  }

  interface Ordering {
    void on(Emulator emulator);
  }

  @Test
  void aLargeFileArrivesWhole() throws Exception {
    assertUploaded(12, 1, _ -> {});
  }

  @Test
  void aPartThatFailsIsSentAgain() throws Exception {
    assertUploaded(14, 1, emulator -> emulator.cruelty().next(Call.UPLOAD, 2, UNWELL));
  }

  @Test
  void aPartWhoseAnswerIsLostIsSentAgain() throws Exception {
    assertUploaded(
        14,
        1,
        emulator -> {
          emulator.cruelty().next(Call.UPLOAD, new Way.CutAfterAccepting());
          emulator.cruelty().next(Call.UPLOAD, new Way.CutMidway());
        });
  }

  @Test
  void aCompletionThatFailsIsAskedForAgain() throws Exception {
    assertUploaded(12, 3, emulator -> emulator.cruelty().next(Call.COMPLETE, 2, UNWELL));
  }

  @Test
  void aCompletionWhoseAnswerIsLostIsAskedForAgain() throws Exception {
    assertUploaded(
        12, 2, emulator -> emulator.cruelty().next(Call.COMPLETE, new Way.CutAfterAccepting()));
  }

  @Test
  void patienceEndsAfterThreeAttempts() throws Exception {
    try (Emulator emulator =
            Emulator.start(EmulatorSettings.forTests(folder.resolve("emulator")), List.of());
        var fal = new Fal(settings(emulator.queueUrl(), emulator.restUrl()))) {
      emulator.cruelty().next(Call.UPLOAD, 3, UNWELL);
      ProviderException failure = failure(() -> fal.upload(file, "video/mp4", "a.mp4"));
      assertEquals(Kind.TROUBLE, failure.kind());
      assertTrue(failure.retryable());
      assertEquals(3, emulator.calls(Call.UPLOAD));
      assertEquals(0, emulator.calls(Call.COMPLETE));
    }
  }

  @Test
  void theSignedAddressIsKeptAndTheKeyIsNotSentToIt() throws Exception {
    try (var server = RawServer.answering(MultipartUploadTest::store);
        var fal = new Fal(settings(server.url(), server.url()))) {
      assertEquals(
          URI.create("https://v3.fal.media/files/a.mp4"), fal.upload(file, "video/mp4", "a.mp4"));

      List<Request> requests = server.requests();
      assertEquals(
          "/storage/upload/initiate-multipart?storage_type=fal-cdn-v3",
          requests.getFirst().target());
      Request last = requests.get(12);
      assertEquals("PUT", last.method());
      assertEquals("/signed/12?token=1%2F2", last.target());
      assertEquals("1", last.headers().get("content-length"));
      assertEquals("video/mp4", last.headers().get("content-type"));
      Request end = requests.get(13);
      assertEquals("POST", end.method());
      assertEquals("/signed/complete?token=1%2F2", end.target());
      var parts = Answer.JSON.readTree(end.body()).path("parts");
      assertEquals(12, parts.size());
      assertEquals("{\"partNumber\":12,\"etag\":\"e\"}", parts.get(11).toString());
      for (Request signed : requests.subList(1, 14)) {
        assertFalse(signed.headers().containsKey("authorization"), signed.target());
      }
    }
  }

  @Test
  void aPartThatIsNotNamedIsUnreadable() {
    ProviderException failure =
        failure(
            () -> {
              try (var server =
                      RawServer.answering(
                          request ->
                              request.method().equals("PUT")
                                  ? Reply.json(200, "{}")
                                  : store(request));
                  var fal = new Fal(settings(server.url(), server.url()))) {
                fal.upload(file, "video/mp4", "a.mp4");
              }
            });
    assertEquals(Kind.UNREADABLE, failure.kind());
    assertTrue(failure.retryable());
  }

  @Test
  void nineTimesThePartIsStillSentWhole() throws Exception {
    Files.write(file, new byte[9 * PART]);
    try (var server = RawServer.answering(MultipartUploadTest::store);
        var fal = new Fal(settings(server.url(), server.url()))) {
      fal.upload(file, "video/mp4", "a.mp4");
      assertEquals(
          List.of("/storage/upload/initiate?storage_type=fal-cdn-v3", "/signed?token=1%2F2"),
          server.requests().stream().map(Request::target).toList());
    }
  }

  private static Reply store(Request request) {
    return switch (request.method()) {
      case "PUT" -> Reply.json(200, "").with("ETag", "e");
      default ->
          Reply.json(
              200,
              """
              {"upload_url":"http://%s/signed?token=1%%2F2",
               "file_url":"https://v3.fal.media/files/a.mp4"}
              """
                  .formatted(request.headers().get("host")));
    };
  }
}
