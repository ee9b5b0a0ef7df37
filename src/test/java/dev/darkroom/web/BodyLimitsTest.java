package dev.darkroom.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.media.PixelPlace;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are too large, announced and not announced. */
@QuarkusTest
class BodyLimitsTest extends ServerTest {
  private static final int SIXTY_MB = 60_000_000;
  private static final String JSON = "Content-Type: application/json";
  static final String FORM_HEAD =
      "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n";
  private static final String PICTURE_HEAD = "RIFF0000WEBP";
  static final String FORM_END = "\r\n--edge--\r\n";

  @ParameterizedTest
  @CsvSource({
    "/api/storage/upload,600000000,file",
    "/api/storage/upload;a=b,600000000,file",
    "/api/storage;x/upload,600000000,file",
    "/api/templates/video,60000000,startImage"
  })
  void anAnnouncedUploadThatIsTooLargeIsRefusedBeforeAByteIsSent(
      String path, long bytes, String field) throws IOException {
    Footprint before = footprint();
    String answer =
        raw(
            "POST " + path + " HTTP/1.1",
            "Content-Type: multipart/form-data; boundary=edge",
            "Content-Length: " + bytes);
    assertRefusal(answer, "\"FILE_TOO_LARGE\"");
    assertTrue(answer.contains("\"field\":\"%s\"".formatted(field)), answer);
    assertEquals(before, footprint());
  }

  @Test
  void anUploadWithoutAnEndIsCutOffAndLeavesNothing() throws Exception {
    Footprint before = footprint();
    long sent = 0;
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      OutputStream out = socket.getOutputStream();
      write(
          out,
          "POST /api/storage/upload HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: multipart/form-data; boundary=edge\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n"
                  .formatted(FORM_HEAD.length(), FORM_HEAD));
      byte[] chunk = new byte[1 << 20];
      for (; sent < 1L << 30; sent += chunk.length) {
        write(out, "%x\r\n".formatted(chunk.length));
        out.write(chunk);
        write(out, "\r\n");
      }
    } catch (SocketException e) {
      // Cut off: what the test is about.
    }
    assertTrue(sent < 600L << 20, sent + " bytes were taken");
    assertUntouched(before);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void anUnannouncedUploadOf60MbIsRefusedAndLeavesNothing() throws Exception {
    Footprint before = footprint();
    HttpResponse<String> answer =
        post("/api/storage/upload", "multipart/form-data; boundary=edge", form(SIXTY_MB));
    assertEquals(413, answer.statusCode());
    assertTrue(answer.body().contains("\"FILE_TOO_LARGE\""), answer.body());
    assertUntouched(before);
  }

  @Test
  void announcedJsonOf2MbIsRefused() throws IOException {
    Footprint before = footprint();
    String answer =
        raw(
            "POST /api/templates HTTP/1.1",
            "Content-Type: application/json",
            "Content-Length: 2000000");
    assertRefusal(answer, "\"TOO_LARGE\"");
    assertEquals(before, footprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/templates/generate",
        "/api/studio",
        "/api/tools/rembg",
        "/api/tools/draw-to-edit",
        "/api/tools/upscale"
      })
  void announcedPicturesOf60MbAreRefused(String path) throws IOException {
    String answer = raw("POST " + path + " HTTP/1.1", JSON, "Content-Length: " + SIXTY_MB);
    assertRefusal(answer, "\"TOO_LARGE\"");
  }

  @Test
  void onlySoManyBytesOfPicturesAreTakenAtOnce() throws Exception {
    Footprint before = footprint();
    try (Socket slow = new Socket("localhost", RestAssured.port)) {
      String head =
          "POST /api/studio HTTP/1.1\r\n%s\r\nContent-Length: %d\r\nHost: localhost\r\n\r\n{"
              .formatted(JSON, 50 << 20);
      slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();
      await().until(() -> studioOf8Mb().startsWith("HTTP/1.1 503 "));
      String answer = studioOf8Mb();
      assertTrue(answer.contains("\"TRY_AGAIN\""), answer);
      assertTrue(answer.toLowerCase(Locale.ROOT).contains("retry-after: 5"), answer);
    }
    // Once the slow one is gone, there is room again.
    await().until(() -> studioOf8Mb().startsWith("HTTP/1.1 400 "));
    assertUntouched(before);
  }

  @Test
  void onlySoManyFormsAreTakenAtOnce() throws Exception {
    Footprint before = footprint();
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < BodyLimits.FORMS_MAX; i++) {
        Socket socket = new Socket("localhost", RestAssured.port);
        slow.add(socket);
        write(
            socket.getOutputStream(),
            "POST /api/storage/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n"
                + "Content-Type: multipart/form-data; boundary=edge\r\n\r\n"
                + FORM_HEAD);
      }
      await().until(() -> upload("a.png", Photos.png(9, 9)).statusCode() == 503);
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
    // What was cut off is no file; once they are gone, there is room again.
    await().until(() -> upload("a.txt", new byte[9]).statusCode() == 415);
    Footprint after = footprint();
    assertEquals(before.account(), after.account());
    assertEquals(before.jobs(), after.jobs());
  }

  /** What a picture waits for here is the memory for its pixels. */
  @Test
  void manyFormsMayWaitOnDiskButNotAllOfThem() throws Exception {
    byte[] photo = Photos.png(9, 9);
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        PixelPlace _ = PixelPlace.take();
        PixelPlace _ = PixelPlace.take();
        PixelPlace _ = PixelPlace.take()) {
      Socket leaving = sent(photo);
      await().until(() -> filesComing() == 1);
      while (answers.size() < BodyLimits.FORMS_ON_DISK_MAX - 1) {
        for (int i = 0; i < 15; i++) {
          answers.add(clients.submit(() -> upload("a.png", photo).statusCode()));
        }
        await().until(() -> filesComing() == answers.size() + 1);
      }
      assertEquals(503, clients.submit(() -> upload("a.png", photo).statusCode()).get(30, SECONDS));
      // Who hangs up leaves the work behind all the same.
      leaving.close();
      for (int i = 0; i < 50; i++) {
        assertEquals(
            503, clients.submit(() -> upload("a.png", photo).statusCode()).get(30, SECONDS));
      }
    }
    for (Future<Integer> answer : answers) {
      assertEquals(201, answer.get());
    }
  }

  private static Socket sent(byte[] photo) throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    byte[] start = FORM_HEAD.getBytes(StandardCharsets.US_ASCII);
    byte[] end = FORM_END.getBytes(StandardCharsets.US_ASCII);
    write(
        socket.getOutputStream(),
        "POST /api/storage/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n"
                .formatted(start.length + photo.length + end.length)
            + "Content-Type: multipart/form-data; boundary=edge\r\n\r\n");
    socket.getOutputStream().write(start);
    socket.getOutputStream().write(photo);
    socket.getOutputStream().write(end);
    socket.getOutputStream().flush();
    return socket;
  }

  private long filesComing() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("incoming"))) {
      return files.count();
    }
  }

  /** A body that is no JSON at its end, so that it is taken whole and then refused. */
  private static String studioOf8Mb() throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(20_000);
      byte[] body = new byte[8 << 20];
      Arrays.fill(body, (byte) ' ');
      String head =
          "POST /api/studio HTTP/1.1\r\n%s\r\nContent-Length: %d\r\nHost: localhost\r\n\r\n"
              .formatted(JSON, body.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      try {
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // Refused before all of it was sent; the answer says why.
      }
      return answer(socket);
    }
  }

  @Test
  void clientsThatAskForHttp2AreNotUpgraded() throws Exception {
    String server = "http://localhost:" + RestAssured.port;
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<String> answer =
          send(
              client,
              HttpRequest.newBuilder(URI.create(server + "/api/templates"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(new byte[2_000_000])));
      assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
      assertEquals(413, answer.statusCode());
      assertTrue(answer.body().contains("\"TOO_LARGE\""), answer.body());
    }
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws Exception {
    return client.send(
        request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void unannouncedJsonIsCountedWhileItIsRead() throws Exception {
    Footprint before = footprint();
    HttpResponse<String> answer =
        post("/api/tools/upscale", "application/json", filler("{\"r2_key\":\"", 1 << 20, "\"}"));
    assertEquals(413, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"TOO_LARGE\""), answer.body());
    assertUntouched(before);
  }

  private static void assertRefusal(String answer, String code) {
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
    assertTrue(answer.contains(code), answer);
  }

  /** Sends a head without its body, and reads the answer to the end of its JSON. */
  private static String raw(String... lines) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(20_000);
      String head = String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return answer(socket);
    }
  }

  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    for (int c = 0; c >= 0 && c != '}'; answer.append((char) c)) {
      c = socket.getInputStream().read();
    }
    return answer.toString();
  }

  private static HttpResponse<String> post(String path, String type, InputStream body)
      throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return send(
          client,
          HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
              .header("Content-Type", type)
              // A stream has no length, so it goes out in chunks.
              .POST(BodyPublishers.ofInputStream(() -> body)));
    }
  }

  private static InputStream form(int fileBytes) {
    return filler(FORM_HEAD + PICTURE_HEAD, fileBytes, FORM_END);
  }

  private static InputStream filler(String head, int bytes, String end) {
    byte[] block = new byte[10_000];
    Arrays.fill(block, (byte) 'a');
    List<InputStream> blocks =
        Collections.nCopies(bytes / block.length + 1, block).stream()
            .<InputStream>map(ByteArrayInputStream::new)
            .toList();
    return new SequenceInputStream(
        stream(head),
        new SequenceInputStream(
            new SequenceInputStream(Collections.enumeration(blocks)), stream(end)));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
