package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user who asks too often is told when to come again; others are served. */
@QuarkusTest
@TestProfile(SignedInTest.WithProvider.class)
class RequestsPerMinuteTest extends SignedInTest {

  @Test
  void whoAsksTooOftenIsToldWhenToComeAgain() throws Exception {
    String busy = token("busy@example.com");
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/api/session"))
            .header("Authorization", "Bearer " + busy)
            .build();
    int served = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      while (answer.statusCode() == 200) {
        served++;
        assertTrue(served < 100 * FreshProvider.REQUESTS_PER_MINUTE, "nothing stops them");
        answer = client.send(request, BodyHandlers.ofString());
      }
      assertRefused(answer);
    }
    assertTrue(served >= FreshProvider.REQUESTS_PER_MINUTE, "stopped after " + served);
    assertEquals(200, as(token("ann@example.com")).get("/api/session").statusCode());
    assertEquals(200, given().get("/").statusCode());
  }

  private static void assertRefused(HttpResponse<String> answer) {
    assertEquals(429, answer.statusCode());
    assertTrue(answer.body().contains("\"TOO_MANY_REQUESTS\""), answer.body());
    assertEquals(List.of("1"), answer.headers().allValues("Retry-After"));
  }
}
