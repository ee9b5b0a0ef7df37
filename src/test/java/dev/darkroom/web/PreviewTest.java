package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.PreviewUrls;
import dev.darkroom.library.UserFolder;
import dev.darkroom.media.Films;
import dev.darkroom.media.Picture;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small pictures over HTTP: whose they are, how long they last, and where they are named. */
@QuarkusTest
class PreviewTest extends ServerTest {
  private static final String PATH = "/api/storage/preview";

  private static final Path MOOV_AT_THE_END =
      Path.of("src/test/resources/films/moov-at-the-end.mp4");

  @Inject Blobs blobs;
  @Inject PreviewUrls urls;

  private static Response own(String key) {
    return given().queryParam("key", key).get(PATH);
  }

  private static Response at(String url) {
    return given().urlEncodingEnabled(false).get(url);
  }

  private static void assertSize(int width, int height, byte[] preview) {
    try (Picture picture = Picture.read(preview, 1_000_000)) {
      assertEquals(width + " × " + height, picture.width() + " × " + picture.height());
    }
  }

  @Test
  void aPhotoHasASmallUprightOne() {
    Response answer = own(uploaded(Photos.jpegOnItsSide(1600, 1200)));
    assertEquals(200, answer.statusCode(), answer.asString());
    assertEquals("image/jpeg", answer.contentType());
    assertEquals("private, max-age=3600", answer.header("Cache-Control"));
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    assertNull(answer.header("Access-Control-Allow-Origin"));
    byte[] preview = answer.asByteArray();
    assertSize(480, 640, preview);
    assertEquals(Integer.toString(preview.length), answer.header("Content-Length"));
  }

  @Test
  void aCutOutKeepsItsAlphaAndAVideoShowsAFrame() {
    Response cutOut = own(uploaded(Photos.pngWithAlpha(600, 400)));
    assertEquals("image/webp", cutOut.contentType());
    assertSize(480, 320, cutOut.asByteArray());
    String film = upload("a.mp4", Films.mp4(640, 360, 12, 24)).path("key");
    Response frame = own(film);
    assertEquals("image/jpeg", frame.contentType());
    assertSize(480, 270, frame.asByteArray());
  }

  @Test
  void headSaysTheSameWithoutTheBytes() {
    String key = uploaded(Photos.png(600, 400));
    Response answer = given().queryParam("key", key).head(PATH);
    assertEquals(200, answer.statusCode());
    assertEquals("image/jpeg", answer.contentType());
    assertEquals(0, answer.asByteArray().length);
  }

  @Test
  void whatIsUnchangedIsNotSentAgain() {
    String key = uploaded(Photos.png(600, 400));
    String etag = Objects.requireNonNull(own(key).header("ETag"));
    for (String known : List.of(etag, "W/" + etag, "*")) {
      Response answer = given().queryParam("key", key).header("If-None-Match", known).get(PATH);
      assertEquals(304, answer.statusCode());
      assertEquals(etag, answer.header("ETag"));
      assertEquals("private, max-age=3600", answer.header("Cache-Control"));
    }
    String whole = given().queryParam("key", key).get("/api/storage/file").header("ETag");
    assertNotEquals(whole, etag);
  }

  @Test
  void aSignedAddressMayBeReadByOtherSitesAndOpensNothingElse() {
    String key = uploaded(Photos.png(600, 400));
    String url = urls.sign(BlobKey.of(key), Instant.now().plusSeconds(60)).toString();
    Response answer = at(url);
    assertEquals(200, answer.statusCode());
    assertEquals("*", answer.header("Access-Control-Allow-Origin"));
    refused(403, "BAD_SIGNATURE", "signature", () -> at(url.replace("/preview?", "/file?")));
    String file = blobs.sign(BlobKey.of(key), Instant.now().plusSeconds(60)).toString();
    assertEquals(200, at(file).statusCode());
    refused(403, "BAD_SIGNATURE", "signature", () -> at(file.replace("/file?", "/preview?")));
  }

  @Test
  void alteredAndExpiredAddressesAreRefused() {
    String key = uploaded(Photos.png(600, 400));
    String url = urls.sign(BlobKey.of(key), Instant.now().plusSeconds(60)).toString();
    char last = url.charAt(url.length() - 1);
    String otherSignature = url.substring(0, url.length() - 1) + (last == '0' ? '1' : '0');
    String expired = urls.sign(BlobKey.of(key), Instant.now().minusSeconds(1)).toString();
    for (String bad :
        List.of(
            otherSignature,
            expired,
            url.replace("uploads", "library"),
            url.replace("expires=", "expires=9"),
            url.replaceFirst("expires=\\d+&", ""),
            PATH + "?key=..%2F..%2Fx&expires=9999999999&signature=x")) {
      refused(403, "BAD_SIGNATURE", "signature", () -> at(bad));
    }
  }

  @Test
  void whatIsNotThereAndAnothersLookTheSame() throws IOException {
    String others = UserFolder.of("other@example.com").upload("secret.png");
    blobs.put(BlobKey.of(others), Photos.png(60, 40));
    for (String asked : List.of("uploads/nothing.png", others)) {
      refused(404, "FILE_NOT_FOUND", "key", () -> own(asked));
    }
    BlobKey nothing = BlobKey.of(UserFolder.of(USER).upload("nothing.png"));
    String signed = urls.sign(nothing, Instant.now().plusSeconds(60)).toString();
    refused(404, "FILE_NOT_FOUND", "key", () -> at(signed));
    refused(400, "BAD_KEY", "key", () -> own("../secret"));
    refused(400, "PARAMETER_REQUIRED", "key", () -> given().get(PATH));
  }

  @Test
  void whatIsNoPictureOrDamagedHasNone() throws IOException {
    byte[] photo = Photos.png(600, 400);
    Map<String, byte[]> files =
        Map.of(
            "text.png", "This is text.".getBytes(StandardCharsets.UTF_8),
            "cut.png", Photos.firstHalf(photo),
            "cut.mp4", Photos.firstHalf(Films.bytes(MOOV_AT_THE_END)));
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      BlobKey key = BlobKey.of(UserFolder.of(USER).upload(each.getKey()));
      blobs.put(key, each.getValue());
      for (int i = 0; i < 2; i++) {
        refused(415, "NO_PREVIEW", "key", () -> own(key.value()));
      }
      blobs.delete(key);
    }
  }

  @Test
  void listsNameThemAndTheyGoWithTheirFile() throws IOException {
    String photo = uploaded(Photos.png(640, 480));
    String id = upscaled(photo);
    ended(id);
    Response job = given().get("/api/jobs/" + id);
    String key = job.path("result.key");
    String url = job.path("result.previewUrl");
    assertSize(480, 360, at(url).asByteArray());
    assertSize(480, 360, at(job.path("input.sourcePreviewUrl")).asByteArray());
    Response library = given().get("/api/library?limit=1");
    assertEquals(key, library.path("items[0].key"));
    // The same all through the hour; it may have ended in between.
    assertArrayEquals(at(url).asByteArray(), at(library.path("items[0].previewUrl")).asByteArray());

    int before = kept().size();
    given().queryParam("key", key).delete("/api/library").then().statusCode(204);
    refused(404, "FILE_NOT_FOUND", "key", () -> at(url));
    assertEquals(before - 1, kept().size());
    assertNull(given().get("/api/jobs/" + id).path("result.previewUrl"));
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("previews"))) {
      return all.toList();
    }
  }

  @Test
  void theTagOfAnAnswerIgnoresTheirAddresses() {
    String id = upscaled(uploaded(Photos.png(64, 48)));
    ended(id);
    Response job = given().get("/api/jobs/" + id);
    assertTrue(job.<String>path("result.previewUrl").contains(PATH));
    assertNotNull(job.header("ETag"));
    assertEquals(
        304,
        given().header("If-None-Match", job.header("ETag")).get("/api/jobs/" + id).statusCode());
  }

  @Test
  void aTemplatesPicturesHaveThem() {
    String photo = uploaded(Photos.png(640, 480));
    Response made =
        post(
            "/api/templates",
            "{\"name\":\"Small\",\"slug\":\"small-ones\",\"prompt\":\"a car\",\"imageKeys\":[\"%s\"]}"
                .formatted(photo));
    assertEquals(201, made.statusCode(), made.asString());
    assertSize(480, 360, at(made.path("images[0].previewUrl")).asByteArray());
    given().delete("/api/templates/small-ones").then().statusCode(204);
  }
}
