package dev.darkroom.web;

import static dev.darkroom.web.BodyLimitsTest.FORM_END;
import static dev.darkroom.web.BodyLimitsTest.FORM_HEAD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that come slowly, on a server that waits two seconds for a megabyte. */
@QuarkusTest
@TestProfile(SlowBodyTest.Impatient.class)
class SlowBodyTest extends ServerTest {
  /** Settings of this test. */
  public static final class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("darkroom.operations.upload-megabyte-within", "2s");
    }
  }

  private static Socket begun(String path, String type, int bytes) throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    write(
        socket,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, type, bytes));
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    write(socket, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  private static boolean takesAnotherByte(Socket socket) {
    try {
      write(socket, "a");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/storage/upload,file", "/api/templates/video,startImage"})
  void formsThatComeByteByByteGiveTheirPlacesToOthers(String path, String field) throws Exception {
    Footprint before = footprint();
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < BodyLimits.FORMS_MAX; i++) {
        Socket socket = begun(path, "multipart/form-data; boundary=edge", 2_000_000);
        slow.add(socket);
        write(socket, FORM_HEAD.replace("\"file\"", '"' + field + '"'));
      }
      await().until(() -> slow.stream().noneMatch(SlowBodyTest::takesAnotherByte));
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
    await().until(() -> upload("a.txt", new byte[9]).statusCode() == 415);
    assertUntouched(before);
  }

  @Test
  void jsonThatComesByteByByteIsCutOff() throws Exception {
    try (Socket slow =
        begun("/api/studio", "application/json", BodyLimits.PICTURES_BYTES_MAX - 1)) {
      await().until(() -> !takesAnotherByte(slow));
    }
    // It had taken all of the room.
    await().until(() -> post("/api/studio", " ".repeat(2 << 20)).statusCode() == 400);
  }

  @Test
  void anUploadThatKeepsThePaceMayTakeAsLongAsItWants() throws Exception {
    byte[] piece = new byte[200_000];
    Arrays.fill(piece, (byte) 'a');
    int pieces = 50;
    int bytes = FORM_HEAD.length() + pieces * piece.length + FORM_END.length();
    try (Socket socket = begun("/api/storage/upload", "multipart/form-data; boundary=edge", bytes);
        var clock = Executors.newSingleThreadScheduledExecutor()) {
      write(socket, FORM_HEAD);
      CountDownLatch left = new CountDownLatch(pieces);
      // Four times as fast as it must be, for five seconds.
      var sending =
          clock.scheduleAtFixedRate(() -> send(socket, piece, left), 0, 100, TimeUnit.MILLISECONDS);
      assertTrue(left.await(60, TimeUnit.SECONDS));
      sending.cancel(false);
      write(socket, FORM_END);
      socket.setSoTimeout(20_000);
      byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 415".length());
      assertEquals("HTTP/1.1 415", new String(answer, StandardCharsets.US_ASCII));
    }
  }

  private static void send(Socket socket, byte[] piece, CountDownLatch left) {
    try {
      if (left.getCount() > 0) {
        write(socket, piece);
        left.countDown();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
