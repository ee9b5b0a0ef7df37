package dev.darkroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One user cannot take the streams of all. */
@QuarkusTest
@TestProfile(SignedInTest.WithProvider.class)
class StreamsOfUserTest extends SignedInTest {
  private static final int MOST = 100;

  @Inject EventStreams streams;

  @Test
  void whoListensTooOftenIsRefusedUntilAStreamCloses() throws Exception {
    // Of those that were cut off before, some are noticed by what is sent to them only.
    Awaitility.await()
        .until(
            () -> {
              streams.beat();
              return streams.count() == 0;
            });
    String ann = token("ann@example.com");
    List<HttpResponse<InputStream>> open = new ArrayList<>();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < MOST; i++) {
        open.add(listening(client, ann));
      }
      assertRefused(client, ann);
      // Others are not touched.
      open.add(listening(client, token("ben@example.com")));
      assertEquals(MOST + 1, streams.count());

      open.getFirst().body().close();
      awaitStreams(MOST);
      open.add(listening(client, ann));
      assertRefused(client, ann);
      for (HttpResponse<InputStream> each : open) {
        each.body().close();
      }
      awaitStreams(0);
    }
  }

  private void awaitStreams(int count) {
    Awaitility.await().until(() -> streams.count() == count);
  }

  private HttpRequest request(String token) {
    return HttpRequest.newBuilder(server.resolve("/api/events"))
        .header("Authorization", "Bearer " + token)
        .build();
  }

  /** A stream that has begun. */
  private HttpResponse<InputStream> listening(HttpClient client, String token)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = client.send(request(token), BodyHandlers.ofInputStream());
    assertEquals(200, answer.statusCode());
    // Else a proxy holds back what is told, or tells it to others.
    assertEquals(List.of("no"), answer.headers().allValues("X-Accel-Buffering"));
    assertEquals(List.of("no-store"), answer.headers().allValues("Cache-Control"));
    assertTrue(answer.body().read() >= 0, "it has begun");
    return answer;
  }

  private void assertRefused(HttpClient client, String token) throws Exception {
    HttpResponse<String> answer = client.send(request(token), BodyHandlers.ofString());
    assertEquals(503, answer.statusCode());
    assertTrue(answer.body().contains("\"TOO_MANY_STREAMS\""), answer.body());
    assertEquals(List.of("5"), answer.headers().allValues("Retry-After"));
  }
}
