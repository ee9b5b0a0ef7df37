package dev.darkroom.web;

import static dev.darkroom.web.ServerTest.assertProblem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user who sends many files slowly keeps nobody else from bringing one. */
@QuarkusTest
@TestProfile(SignedInTest.WithProvider.class)
class FormSharesTest extends SignedInTest {

  private Socket begun(String token) throws IOException {
    Socket socket = new Socket("localhost", server.getPort());
    String head =
        """
        POST /api/storage/upload HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        Content-Length: 5000
        Content-Type: multipart/form-data; boundary=edge

        --edge
        Content-Disposition: form-data; name="file"; filename="a.png"

        """
            .formatted(token)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private static Response upload(String token) {
    return as(token).multiPart("file", "a.png", Photos.png(32, 24)).post("/api/storage/upload");
  }

  /**
   * Whoever has the address may have the file; who they are is not asked, nor held against them.
   */
  @Test
  void aSignedAddressOpensWhateverElseIsShown() {
    String url = upload(token("ann@example.com")).path("url");
    for (String shown : List.of("Bearer x.y.z", "Bearer dr_x")) {
      assertEquals(
          200,
          given().urlEncodingEnabled(false).header("Authorization", shown).get(url).statusCode());
    }
    assertEquals(
        200,
        given().urlEncodingEnabled(false).header("Cookie", "q_session=x").get(url).statusCode());
  }

  @Test
  void eachHasAShareOfThePlaces() throws Exception {
    String ann = token("ann@example.com");
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < BodyLimits.FORMS_PER_USER_MAX; i++) {
        slow.add(begun(ann));
      }
      Response refused =
          ServerTest.await().until(() -> upload(ann), answer -> answer.statusCode() != 201);
      assertProblem(429, "TOO_MANY_UPLOADS", null, refused);
      assertEquals("5", refused.header("Retry-After"));
      assertEquals(201, upload(token("bob@example.com")).statusCode());
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
    ServerTest.await().until(() -> upload(ann).statusCode() == 201);
  }
}
