package dev.darkroom.emulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StorageTest {
  private static final byte[] PNG =
      "\u0089PNG\r\n\u001a\n and more".getBytes(StandardCharsets.ISO_8859_1);

  @TempDir Path folder;

  private Emulator start(long maxFileBytes, long maxFolderBytes) throws Exception {
    var kind = EmulatorSettings.Limits.DEFAULT;
    var limits =
        new EmulatorSettings.Limits(
            kind.maxWaiting(),
            kind.maxBodyBytes(),
            maxFileBytes,
            kind.maxInputBytes(),
            maxFolderBytes,
            kind.maxInputPixels(),
            kind.maxOutputPixels(),
            kind.resultRetention(),
            kind.fileRetention());
    return Emulator.start(EmulatorSettings.forTests(folder).withLimits(limits), TestModels.echo());
  }

  /** What initiate answers. */
  private record Place(URI upload, URI file) {}

  private static Place initiate(Emulator emulator, Caller caller, String name) throws Exception {
    var json =
        caller
            .post(
                URI.create(emulator.restUrl() + "/storage/upload/initiate?storage_type=fal-cdn-v3"),
                "{\"file_name\":\"" + name + "\",\"content_type\":\"image/png\"}")
            .json();
    return new Place(
        URI.create(json.path("upload_url").asText()), URI.create(json.path("file_url").asText()));
  }

  private static int put(Caller caller, URI upload, byte[] bytes) throws Exception {
    var request = HttpRequest.newBuilder(upload).PUT(BodyPublishers.ofByteArray(bytes));
    return caller.send(request).status();
  }

  @Test
  void anUploadCanBeReadAtItsFileUrl() throws Exception {
    try (Emulator emulator = start(1000, 10_000);
        Caller caller = new Caller(emulator)) {
      Place place = initiate(emulator, caller, "a b.png");
      assertEquals(404, caller.bytes(place.file()).statusCode());
      assertEquals(200, put(caller, place.upload(), PNG));
      assertEquals(200, put(caller, place.upload(), PNG), "a lost answer may be sent for again");
      var file = caller.bytes(place.file());
      assertArrayEquals(PNG, file.body());
      assertEquals("image/png", file.headers().firstValue("content-type").orElseThrow());
      assertTrue(place.file().getPath().endsWith("/a_b.png"));

      var head = caller.send(HttpRequest.newBuilder(place.file()).HEAD());
      assertEquals(200, head.status());
      assertEquals(Integer.toString(PNG.length), head.header("content-length"));
    }
  }

  @Test
  void aFileAboveTheLimitIs413AndNotKept() throws Exception {
    try (Emulator emulator = start(1000, 10_000);
        Caller caller = new Caller(emulator)) {
      Place place = initiate(emulator, caller, "a.png");
      assertEquals(413, put(caller, place.upload(), new byte[1001]));
      assertEquals(404, caller.bytes(place.file()).statusCode());
      assertEquals(200, put(caller, place.upload(), new byte[1000]));
      try (var left = Files.list(folder.resolve("tmp"))) {
        assertEquals(0, left.count());
      }
    }
  }

  private static Caller.Reply putPart(Caller caller, Place place, int number, String bytes)
      throws Exception {
    return caller.send(
        HttpRequest.newBuilder(below(place, Integer.toString(number)))
            .PUT(BodyPublishers.ofString(bytes)));
  }

  private static URI below(Place place, String segment) {
    return URI.create(place.upload() + "/" + segment);
  }

  private static int complete(Caller caller, Place place, String... etags) throws Exception {
    var body = Json.object();
    var parts = body.putArray("parts");
    for (String etag : etags) {
      parts.addObject().put("partNumber", parts.size()).put("etag", etag);
    }
    return caller.post(below(place, "complete"), Json.text(body)).status();
  }

  @Test
  void partsBecomeOneFileWhateverTheirOrder() throws Exception {
    try (Emulator emulator = start(10, 10_000);
        Caller caller = new Caller(emulator)) {
      Place place = initiate(emulator, caller, "a.txt");
      String second = putPart(caller, place, 2, "two").header("etag");
      String wrong = putPart(caller, place, 1, "eins ").header("etag");
      Caller.Reply again = putPart(caller, place, 1, "one ");
      String first = again.json().path("etag").asText();
      assertEquals(first, again.header("etag"));
      assertEquals(1, again.json().path("partNumber").asInt());

      assertEquals(400, complete(caller, place, wrong, second));
      assertEquals(400, complete(caller, place, second, first));
      assertEquals(400, complete(caller, place, first, second, first));
      assertEquals(400, complete(caller, place));
      assertEquals(404, caller.bytes(place.file()).statusCode());
      assertEquals(200, complete(caller, place, first, second));
      assertEquals("one two", new String(caller.bytes(place.file()).body(), US_ASCII));
      try (var left = Files.list(folder.resolve("uploads"))) {
        assertEquals(1, left.count(), "the note only");
      }
    }
  }

  @Test
  void aCompletionIsRepeatedThoughACrashLeftSomePartsBehind() throws Exception {
    try (Emulator emulator = start(10, 10_000);
        Caller caller = new Caller(emulator)) {
      Place place = initiate(emulator, caller, "a.txt");
      String first = putPart(caller, place, 1, "one ").header("etag");
      String second = putPart(caller, place, 2, "two").header("etag");
      assertEquals(200, complete(caller, place, first, second));
      // As if it had ended between the deletion of the first part and of the second.
      String token = Path.of(place.upload().getPath()).getFileName().toString();
      Path left = Files.writeString(folder.resolve("uploads").resolve(token + ".2"), "two");

      assertEquals(200, complete(caller, place, first, second));
      assertEquals("one two", new String(caller.bytes(place.file()).body(), US_ASCII));
      assertFalse(Files.exists(left));
    }
  }

  @Test
  void partsAreBoundedTogether() throws Exception {
    try (Emulator emulator = start(10, 10_000);
        Caller caller = new Caller(emulator)) {
      Place place = initiate(emulator, caller, "a.txt");
      assertEquals(200, putPart(caller, place, 1, "12345").status());
      assertEquals(413, putPart(caller, place, 2, "123456").status());
      assertEquals(200, putPart(caller, place, 1, "1234").status(), "replaced, not added");
      assertEquals(200, putPart(caller, place, 2, "123456").status());
      Place part = new Place(URI.create(place.upload() + ".1"), place.file());
      assertEquals(403, putPart(caller, part, 1, "x").status());
      assertEquals(403, put(caller, part.upload(), PNG));
      assertEquals(404, putPart(caller, place, 0, "x").status());
      assertEquals(404, putPart(caller, place, 10_000, "x").status());
      try (var left = Files.list(folder.resolve("tmp"))) {
        assertEquals(0, left.count());
      }
    }
  }

  @Test
  void nobodyWritesOrReadsElsewhere() throws Exception {
    try (Emulator emulator = start(1000, 10_000);
        Caller caller = new Caller(emulator)) {
      Place place = initiate(emulator, caller, "../../../x");
      assertTrue(
          place.file().getPath().matches("/files/b/[0-9a-f-]{36}/[A-Za-z0-9_-][A-Za-z0-9._-]*"));
      assertEquals(403, put(caller, caller.root("/files/upload/..%2Flock"), PNG));
      assertEquals(403, put(caller, caller.root("/files/upload/unknown"), PNG));
      String key = Path.of(place.file().getPath()).getName(2).toString();
      for (String path : List.of("/files/b/../lock", "/files/b/" + key + "/..%2F..%2Flock")) {
        assertEquals(404, caller.bytes(caller.root(path)).statusCode(), path);
      }
    }
  }

  @Test
  void aFileUrlOfAnEarlierPortIsReadWithoutItsPort() throws Exception {
    URI file;
    try (Emulator emulator = start(1000, 10_000);
        Caller caller = new Caller(emulator)) {
      Place place = initiate(emulator, caller, "a.png");
      put(caller, place.upload(), PNG);
      file = place.file();
    }
    var files =
        new CdnFiles(
            folder.resolve("files"), folder.resolve("uploads"), folder.resolve("tmp"), 1000);
    try (Downloads downloads = new Downloads(files, 1000, 1000)) {
      assertArrayEquals(PNG, downloads.fetch("image_url", file.toString()));
    }
  }

  @Test
  void theOldestFilesGoWhenTheFolderIsFull() throws Exception {
    try (Emulator emulator = start(1000, 1_500);
        Caller caller = new Caller(emulator)) {
      Place old = initiate(emulator, caller, "old.png");
      put(caller, old.upload(), new byte[1000]);
      Place young = initiate(emulator, caller, "young.png");
      put(caller, young.upload(), new byte[1000]);
      String oldPath = old.file().getPath().substring("/files/b/".length());
      Files.setLastModifiedTime(
          folder.resolve("files").resolve(oldPath),
          java.nio.file.attribute.FileTime.from(Instant.now().minusSeconds(60)));

      emulator.prune(Instant.now());
      assertEquals(404, caller.bytes(old.file()).statusCode());
      assertEquals(200, caller.bytes(young.file()).statusCode());
      emulator.prune(Instant.now().plus(Duration.ofHours(25)));
      assertEquals(404, caller.bytes(young.file()).statusCode());
    }
  }

  @Test
  void whatCannotBeFetchedIsADownloadError() throws Exception {
    try (Emulator emulator = start(1000, 10_000);
        Downloads downloads = new Downloads(new CdnFiles(folder, folder, folder, 1000), 20, 20)) {
      for (String url :
          List.of(
              caller404(emulator),
              "http://127.0.0.1:1/",
              "ftp://example.org/a.png",
              "not a url",
              "data:image/png",
              "data:image/png;base64,!",
              "")) {
        var e = assertThrows(ModelException.class, () -> downloads.fetch("image_url", url), url);
        assertEquals(
            "file_download_error", e.body().path("detail").path(0).path("type").asText(), url);
      }
      var e =
          assertThrows(
              ModelException.class,
              () -> downloads.fetch("image_url", "data:text/plain," + "x".repeat(21)));
      assertEquals("file_too_large", e.body().path("detail").path(0).path("type").asText());
      assertEquals(20, e.body().path("detail").path(0).path("ctx").path("max_size").asInt());
      assertEquals(20, downloads.fetch("image_url", "data:text/plain," + "x".repeat(20)).length);
    }
  }

  private static String caller404(Emulator emulator) {
    return emulator.queueUrl().resolve("/nowhere").toString();
  }
}
