package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bringing pictures, and what is no picture. */
@QuarkusTest
class UploadTest extends ServerTest {

  @Test
  void anUploadIsMeasuredAndReadableAtItsAddress() {
    byte[] photo = Photos.jpeg(80, 60);

    Response response = upload("holiday.jpg", photo);

    assertEquals(201, response.statusCode());
    String key = response.path("key");
    assertTrue(
        key.matches("users/you_localhost-[0-9a-f]{8}/uploads/[0-9a-f-]{36}-holiday[.]jpg"), key);
    assertEquals("image/jpeg", response.path("contentType"));
    assertEquals(photo.length, response.<Integer>path("size"));
    assertEquals(80, response.<Integer>path("width"));
    assertEquals(60, response.<Integer>path("height"));
    assertArrayEquals(photo, download(response.path("url")));
  }

  @Test
  void thePictureIsMeasuredUpright() {
    Response response = upload("a.jpg", Photos.jpegOnItsSide(96, 64));
    assertEquals(64, response.<Integer>path("width"));
    assertEquals(96, response.<Integer>path("height"));
  }

  @Test
  void theNameSaysNothingAboutTheKind() {
    Response response = upload("../../a b/ü.exe", Photos.png(20, 20));
    assertEquals(201, response.statusCode());
    assertEquals("image/png", response.path("contentType"));
    assertTrue(response.<String>path("key").matches("[A-Za-z0-9/_-]+[.]png"));
  }

  @Test
  void aFolderMayBeNamed() {
    assertTrue(uploadInto("cars/2026").<String>path("key").contains("/cars/2026/"));
  }

  @Test
  void aBlankFolderIsNone() {
    assertTrue(uploadInto("").<String>path("key").contains("/uploads/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "/x",
        "x/",
        "a//b",
        ".",
        "a.b",
        "ü",
        "a/a/a/a/a/a/a/a/a",
        "library",
        "Library/x",
        "inputs"
      })
  void aFolderThatIsNoneIsRefused(String folder) {
    refused(400, "BAD_PATH", "path", () -> uploadInto(folder));
  }

  @Test
  void aFileIsNoFolder() {
    String key = uploaded(Photos.png(20, 20)).replaceFirst("users/[^/]+/", "");
    refused(400, "BAD_PATH", "path", () -> uploadInto(key));
  }

  private static Response uploadInto(String folder) {
    return given()
        .multiPart("file", "a.png", Photos.png(20, 20))
        .multiPart("path", folder)
        .post("/api/storage/upload");
  }

  @Test
  void aTextFileNamedJpgIsRefused() {
    byte[] text = "These are words.".getBytes(StandardCharsets.UTF_8);
    refused(415, "UNSUPPORTED_FILE", "file", () -> upload("photo.jpg", text));
  }

  @Test
  void anEmptyFileIsRefused() {
    refused(415, "UNSUPPORTED_FILE", "file", () -> upload("photo.jpg", new byte[0]));
  }

  @Test
  void aTruncatedJpegIsRefused() {
    byte[] half = Photos.firstHalf(Photos.jpeg(400, 300));
    refused(400, "PICTURE_BROKEN", "file", () -> upload("photo.jpg", half));
  }

  @Test
  void aTruncatedPngIsRefused() {
    byte[] half = Photos.firstHalf(Photos.png(400, 300));
    refused(400, "PICTURE_BROKEN", "file", () -> upload("photo.png", half));
  }

  @Test
  void aHeaderThatClaimsTooManyPixelsIsRefused() {
    byte[] bomb = Photos.pngThatClaims(20_000, 20_000);
    refused(400, "PICTURE_TOO_LARGE", "file", () -> upload("photo.png", bomb));
  }

  @Test
  void aFormWithoutAFileIsRefused() {
    refused(
        400,
        "FILE_REQUIRED",
        "file",
        () -> given().multiPart("path", "cars").post("/api/storage/upload"));
  }

  @Test
  void aFormThatIsNoFormIsRefused() {
    refused(
        400,
        "BAD_FORM",
        null,
        () ->
            given()
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .body("no edge at all".getBytes(StandardCharsets.UTF_8))
                .post("/api/storage/upload"));
  }

  @Test
  void aBodyThatIsNoFormIsRefused() {
    refused(
        415,
        "UNSUPPORTED_MEDIA",
        null,
        () ->
            given().contentType("image/png").body(Photos.png(20, 20)).post("/api/storage/upload"));
  }
}
