package dev.darkroom.provider;

import static dev.darkroom.provider.FalFixture.REF;
import static dev.darkroom.provider.FalFixture.failure;
import static dev.darkroom.provider.FalFixture.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.provider.ProviderException.Kind;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalCancelTest {
  @ParameterizedTest
  @CsvSource({
    "202, '{\"status\":\"CANCELLATION_REQUESTED\"}', REQUESTED",
    "200, '{\"status\":\"OK\"}', REMOVED",
    "200, '{\"success\":true}', REQUESTED",
    "200, '', REQUESTED",
    "400, '{\"status\":\"ALREADY_COMPLETED\"}', TOO_LATE",
    "404, '{\"status\":\"NOT_FOUND\"}', UNKNOWN"
  })
  void everyDocumentedAnswerIsUnderstood(int code, String body, Cancelled expected)
      throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(code, body));
        var fal = new Fal(settings(server.url()))) {
      assertEquals(expected, fal.cancel(REF));

      var request = server.requests().getFirst();
      assertEquals("PUT", request.method());
      assertEquals("/fal-ai/clarity-upscaler/requests/r-1/cancel", request.target());
    }
  }

  @ParameterizedTest
  @CsvSource({"404, UNREADABLE", "503, TROUBLE", "401, UNAUTHORIZED", "400, UNREADABLE"})
  void anyOtherAnswerLeavesItOpen(int code, Kind kind) {
    assertEquals(kind, failure(Reply.json(code, "<h1>"), fal -> fal.cancel(REF)).kind());
  }
}
