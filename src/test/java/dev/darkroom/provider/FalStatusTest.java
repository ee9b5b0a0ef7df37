package dev.darkroom.provider;

import static dev.darkroom.provider.FalFixture.KEY;
import static dev.darkroom.provider.FalFixture.REF;
import static dev.darkroom.provider.FalFixture.failure;
import static dev.darkroom.provider.FalFixture.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.provider.ProviderException.Kind;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalStatusTest {
  @Test
  void itIsAskedOfTheAppWithKeyAndLogs() throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(200, "{\"status\":\"COMPLETED\"}"));
        var fal = new Fal(settings(server.url()))) {
      fal.status(REF);

      var request = server.requests().getFirst();
      assertEquals("GET", request.method());
      assertEquals("/fal-ai/clarity-upscaler/requests/r-1/status?logs=1", request.target());
      assertEquals("Key " + KEY, request.headers().get("authorization"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202})
  void theBodyDecidesAndNotTheStatusCode(int code) throws Exception {
    assertEquals(
        new Status.InQueue(3), status(code, "{\"status\":\"IN_QUEUE\",\"queue_position\":3}"));
    assertEquals(new Status.Completed(), status(code, "{\"status\":\"COMPLETED\",\"logs\":null}"));
  }

  @Test
  void aPositionThatIsMissingOrSillyIsZero() throws Exception {
    assertEquals(new Status.InQueue(0), status(202, "{\"status\":\"IN_QUEUE\"}"));
    assertEquals(
        new Status.InQueue(0), status(202, "{\"status\":\"IN_QUEUE\",\"queue_position\":-4}"));
  }

  @Test
  void logsMayLackEverythingButWordsOrBeNull() throws Exception {
    assertEquals(
        new Status.InProgress(
            List.of(
                new LogLine("50%", "STDERR", "2026-01-01T00:00:00Z"),
                new LogLine("60%", "INFO", ""))),
        status(
            202,
            """
            {"status":"IN_PROGRESS","logs":[
              {"message":"50%","level":"STDERR","source":"USER","timestamp":"2026-01-01T00:00:00Z"},
              {"message":"60%"}]}
            """));
    assertEquals(
        new Status.InProgress(List.of()),
        status(202, "{\"status\":\"IN_PROGRESS\",\"logs\":null}"));
  }

  @Test
  void onlyTheLastLogsAreKeptAndEachIsCut() throws Exception {
    String line = "{\"message\":\"" + "x".repeat(900) + "\"},";
    var status =
        status(
            202,
            "{\"status\":\"IN_PROGRESS\",\"logs\":["
                + line.repeat(200)
                + "{\"message\":\"last\"}]}");

    var logs = assertInstanceOf(Status.InProgress.class, status).logs();
    assertEquals(50, logs.size());
    assertEquals("last", logs.getLast().message());
    assertEquals(500, logs.getFirst().message().length());
  }

  @Test
  void logsTooLongToReadDoNotHideTheStatus() throws Exception {
    try (var server =
            RawServer.answering(
                r ->
                    r.target().endsWith("logs=1")
                        ? Reply.json(
                            202,
                            "{\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\""
                                + "x".repeat(2_000_000)
                                + "\"}]}")
                        : Reply.json(202, "{\"status\":\"IN_PROGRESS\"}"));
        var fal = new Fal(settings(server.url()))) {
      assertEquals(new Status.InProgress(List.of()), fal.status(REF));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, {}, UNREADABLE, true",
    "200, 'not json', UNREADABLE, true",
    "200, '{\"status\":\"FAILED\"}', UNREADABLE, true",
    "400, {}, UNREADABLE, true",
    "401, {}, UNAUTHORIZED, true",
    "403, {}, UNAUTHORIZED, true",
    "404, '{\"status\":\"NOT_FOUND\"}', NOT_FOUND, false",
    "404, '<h1>nginx</h1>', UNREADABLE, true",
    "429, {}, BUSY, true",
    "500, {}, TROUBLE, true",
    "502, '<h1>nginx</h1>', TROUBLE, true",
    "302, '', UNREADABLE, true"
  })
  void anotherAnswerIsOfTheKind(int code, String body, Kind kind, boolean retryable) {
    var failure = failure(Reply.json(code, body), fal -> fal.status(REF));
    assertEquals(kind, failure.kind());
    assertEquals(retryable, failure.retryable());
  }

  @Test
  void aCutIsTroubleThatMayPass() throws Exception {
    try (var server =
            RawServer.scripted(
                connection -> {
                  connection.read();
                  connection.reset();
                });
        var fal = new Fal(settings(server.url()))) {
      var failure = failure(() -> fal.status(REF));
      assertEquals(Kind.TROUBLE, failure.kind());
      assertTrue(failure.retryable());
    }
  }

  @Test
  void endlessHeadersAreNotReadToTheEnd() throws Exception {
    try (var server =
            RawServer.scripted(
                connection -> {
                  connection.read();
                  connection.write("HTTP/1.1 200 OK\r\n");
                  for (int i = 0; ; i++) {
                    connection.write("X-More-" + i + ": " + "y".repeat(100) + "\r\n");
                  }
                });
        var fal = new Fal(settings(server.url()))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> assertEquals(Kind.TROUBLE, failure(() -> fal.status(REF)).kind()));
    }
  }

  private static Status status(int code, String body) throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(code, body));
        var fal = new Fal(settings(server.url()))) {
      return fal.status(REF);
    }
  }
}
