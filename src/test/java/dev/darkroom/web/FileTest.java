package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.library.UserFolder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of files: whole, in parts, unchanged, shared, and not given. */
@QuarkusTest
class FileTest extends ServerTest {
  private static final byte[] PHOTO = Photos.png(40, 30);
  private static final long LARGE = 64 << 20;

  /** Other systems do not have it, and leave out two tests; CI is Linux, so there all run. */
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  @Inject Blobs blobs;

  private String key = "";

  @BeforeEach
  void bring() {
    key = uploaded(PHOTO);
  }

  @Test
  void aFileIsGivenWholeWithWhatBrowsersNeedToKnow() {
    Response response = mine().get("/api/storage/file");

    assertEquals(200, response.statusCode());
    assertArrayEquals(PHOTO, response.asByteArray());
    assertEquals("image/png", response.contentType());
    assertEquals(Integer.toString(PHOTO.length), response.header("Content-Length"));
    assertEquals("bytes", response.header("Accept-Ranges"));
    assertEquals("nosniff", response.header("X-Content-Type-Options"));
    assertNotNull(response.header("ETag"));
    assertNull(response.header("Access-Control-Allow-Origin"));
  }

  @Test
  void headSaysTheSameWithoutTheBytes() {
    Response response = mine().head("/api/storage/file");
    assertEquals(200, response.statusCode());
    assertEquals(Integer.toString(PHOTO.length), response.header("Content-Length"));
    assertEquals(0, response.asByteArray().length);
  }

  @Test
  void headLeavesNoFileOpen() throws IOException {
    // CI is Linux, so there it always runs.
    assumeTrue(Files.isDirectory(OPEN_FILES), "only Linux tells which files are open");
    for (int i = 0; i < 10; i++) {
      mine().head("/api/storage/file");
    }
    assertEquals(List.of(), openFiles());
  }

  @Test
  void aFileThatEndsTooEarlyIsCutAndNotEnded() throws Exception {
    try (Socket socket = halfRead()) {
      try (FileChannel file = FileChannel.open(stored(), StandardOpenOption.WRITE)) {
        file.truncate(PHOTO.length);
      }
      long read = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      assertTrue(read < LARGE, "only " + read + " can have come");
    }
  }

  @Test
  void whoLeavesInTheMiddleLeavesNoFileOpen() throws Exception {
    // CI is Linux, so there it always runs.
    assumeTrue(Files.isDirectory(OPEN_FILES), "only Linux tells which files are open");
    Socket socket = halfRead();
    assertEquals(1, openFiles().size());
    socket.close();
    await().until(() -> openFiles().isEmpty());
    mine().get("/api/storage/file").then().statusCode(200);
  }

  /** A reader that has the head and waits, of a file that is larger than what lies between. */
  private Socket halfRead() throws IOException {
    try (FileChannel file = FileChannel.open(stored(), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), LARGE - 1);
    }
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write(
            "GET /api/storage/file?key=%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .formatted(key)
                .getBytes(StandardCharsets.US_ASCII));
    byte[] head = socket.getInputStream().readNBytes(12);
    assertEquals("HTTP/1.1 200", new String(head, StandardCharsets.US_ASCII));
    return socket;
  }

  private Path stored() {
    return data.resolve("blobs").resolve(UserFolder.of(USER).resolve(key).orElseThrow());
  }

  private List<Path> openFiles() throws IOException {
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.filter(this::isMine).toList();
    }
  }

  private boolean isMine(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).endsWith(BlobKey.of(key).value());
    } catch (IOException e) {
      return false; // It was closed in the meantime.
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 9",
    "bytes=10-10, 10, 10",
    "bytes=-5, -5, -1",
    "bytes=20-, 20, -1",
    "bytes=0-, 0, -1",
    "bytes=-999999, 0, -1",
    "bytes=5-999999, 5, -1"
  })
  void aPartIsGiven(String range, int first, int last) {
    int from = first < 0 ? PHOTO.length + first : first;
    int to = last < 0 ? PHOTO.length + last : last;

    Response response = mine().header("Range", range).get("/api/storage/file");

    assertEquals(206, response.statusCode());
    assertEquals(
        "bytes %d-%d/%d".formatted(from, to, PHOTO.length), response.header("Content-Range"));
    assertArrayEquals(Arrays.copyOfRange(PHOTO, from, to + 1), response.asByteArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=5-2", "bytes=0-1,4-5", "bytes=", "bytes=-", "bytes=a-b", "pages=1-2"})
  void aRangeThatIsNotUnderstoodMeansAll(String range) {
    Response response = mine().header("Range", range).get("/api/storage/file");
    assertEquals(200, response.statusCode());
    assertArrayEquals(PHOTO, response.asByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=999999-", "bytes=999999-1000000", "bytes=-0"})
  void aPartOutsideOfTheFileIsRefused(String range) {
    Response response =
        refused(
            416,
            "RANGE_OUTSIDE",
            "Range",
            () -> mine().header("Range", range).get("/api/storage/file"));
    assertEquals("bytes */" + PHOTO.length, response.header("Content-Range"));
  }

  @Test
  void anUnchangedFileIsNotSentAgain() {
    String etag = mine().get("/api/storage/file").header("ETag");
    for (String known : List.of(etag, "W/" + etag, "\"x\", " + etag, "*")) {
      Response response = mine().header("If-None-Match", known).get("/api/storage/file");
      assertEquals(304, response.statusCode(), known);
      assertEquals(etag, response.header("ETag"));
      assertEquals(0, response.asByteArray().length);
    }
    assertEquals(
        200, mine().header("If-None-Match", "\"other\"").get("/api/storage/file").statusCode());
  }

  @Test
  void aPartIsGivenOnlyOfTheSameFile() {
    String etag = mine().get("/api/storage/file").header("ETag");
    assertEquals(206, ifRange(etag).statusCode());
    assertEquals(200, ifRange("\"other\"").statusCode());
  }

  private Response ifRange(String etag) {
    return mine().header("Range", "bytes=0-4").header("If-Range", etag).get("/api/storage/file");
  }

  @Test
  void aSignedAddressMayBeReadByOtherSites() {
    Response response = signed(Instant.now().plusSeconds(60));
    assertEquals(200, response.statusCode());
    assertEquals("*", response.header("Access-Control-Allow-Origin"));
    // Browsers take none of what is said twice.
    for (String once :
        List.of(
            "Access-Control-Allow-Origin",
            "Cache-Control",
            "Content-Security-Policy",
            "X-Content-Type-Options")) {
      assertEquals(1, response.headers().getValues(once).size(), once);
    }
    assertEquals("private, max-age=3600", response.header("Cache-Control"));
  }

  @Test
  void anExpiredAddressIsRefused() {
    Instant past = Instant.now().minusSeconds(1);
    refused(403, "BAD_SIGNATURE", "signature", () -> signed(past));
  }

  @Test
  void anAlteredAddressIsRefused() {
    String url = blobs.sign(BlobKey.of(key), Instant.now().plusSeconds(60)).toString();
    char last = url.charAt(url.length() - 1);
    String otherSignature = url.substring(0, url.length() - 1) + (last == '0' ? '1' : '0');
    String otherKey = url.replace("uploads", "library");
    String otherExpiry = url.replace("expires=", "expires=9");
    String noExpiry = url.replaceFirst("expires=\\d+&", "");
    for (String altered : List.of(otherSignature, otherKey, otherExpiry, noExpiry)) {
      refused(
          403, "BAD_SIGNATURE", "signature", () -> given().urlEncodingEnabled(false).get(altered));
    }
  }

  private Response signed(Instant until) {
    return given().urlEncodingEnabled(false).get(blobs.sign(BlobKey.of(key), until).toString());
  }

  @Test
  void anUnknownFileAndAnothersLookTheSame() throws IOException {
    String others = UserFolder.of("other@example.com").upload("secret.png");
    blobs.put(BlobKey.of(others), PHOTO);
    for (String asked : List.of("uploads/nothing.png", others)) {
      refused(404, "FILE_NOT_FOUND", "key", () -> file(asked));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret", "uploads/../../x", "/etc/passwd", "a\\b", "a\0b", "a%2fb", ".parts"})
  void aKeyThatClimbsIsRefused(String asked) {
    refused(400, "BAD_KEY", "key", () -> file(asked));
  }

  @Test
  void aMissingKeyIsRefused() {
    refused(400, "PARAMETER_REQUIRED", "key", () -> given().get("/api/storage/file"));
  }

  private RequestSpecification mine() {
    return given().queryParam("key", key);
  }

  private static Response file(String asked) {
    return given().queryParam("key", asked).get("/api/storage/file");
  }
}
