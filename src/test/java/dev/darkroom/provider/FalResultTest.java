package dev.darkroom.provider;

import static dev.darkroom.provider.FalFixture.KEY;
import static dev.darkroom.provider.FalFixture.REF;
import static dev.darkroom.provider.FalFixture.failure;
import static dev.darkroom.provider.FalFixture.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.darkroom.provider.ProviderException.Kind;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalResultTest {
  private static final String TOO_SMALL =
      """
      {"detail":[{"loc":["body","image_urls",0],"msg":"secret prompt","type":"image_too_small",
        "input":"data:image/png;base64,SECRET","ctx":{"min_width":10}}]}
      """;

  @Test
  void itIsTheBareJsonOfTheModel() throws Exception {
    String body = "{\"image\":{\"url\":\"https://v3.fal.media/a.png\"},\"seed\":1}";
    try (var server = RawServer.answering(r -> Reply.json(200, body));
        var fal = new Fal(settings(server.url()))) {
      assertEquals(body, fal.result(REF).toString());
      assertEquals("/fal-ai/clarity-upscaler/requests/r-1", server.requests().getFirst().target());
    }
  }

  @Test
  void aPictureInsideTheResultMayFillTheLimit() throws Exception {
    String body = "{\"image\":{\"url\":\"data:image/png;base64," + "A".repeat(255_000) + "\"}}";
    try (var server = RawServer.answering(r -> Reply.json(200, body));
        var fal = new Fal(settings(server.url()))) {
      assertEquals(255_022, fal.result(REF).path("image").path("url").asText().length());
    }
  }

  @Test
  void aResultOverTheLimitIsRefusedForGood() throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(200, "{\"a\":\"12345\"}"));
        var exact = new Fal(settings(server.url()).withMaxResultBytes(13));
        var tight = new Fal(settings(server.url()).withMaxResultBytes(12))) {
      assertEquals("12345", exact.result(REF).path("a").asText());

      var failure = failure(() -> tight.result(REF));
      assertEquals(Kind.UNREADABLE, failure.kind());
      assertFalse(failure.retryable());
    }
  }

  @Test
  void anEndlessResultIsLeftAtTheLimit() throws Exception {
    try (var server =
            RawServer.scripted(
                connection -> {
                  connection.read();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n");
                  while (true) {
                    connection.write("x".repeat(10_000));
                  }
                });
        var fal = new Fal(settings(server.url()).withMaxResultBytes(100_000))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> assertEquals(Kind.UNREADABLE, failure(() -> fal.result(REF)).kind()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        // Still running, in all spellings seen.
        "400, {\"detail\":\"Request is still in progress\"}, NOT_READY, true",
        "422, {\"detail\":\"Request is still in progress\"}, NOT_READY, true",
        // About the call.
        "202, {\"status\":\"IN_PROGRESS\"}, NOT_READY, true",
        "401, {\"detail\":\"invalid key credentials\"}, UNAUTHORIZED, true",
        "403, {\"detail\":\"User is locked.\"}, UNAUTHORIZED, true",
        "404, {\"status\":\"NOT_FOUND\"}, NOT_FOUND, false",
        "404, <h1>nginx</h1>, UNREADABLE, true",
        "400, <h1>Bad Request</h1>, UNREADABLE, true",
        "429, {\"detail\":\"slow down\"}, BUSY, true",
        "500, {\"detail\":\"oops\"}, TROUBLE, true",
        "502, <h1>nginx</h1>, TROUBLE, true",
        "307, , UNREADABLE, true",
        "200, [], UNREADABLE, true",
        "200, <h1>hello</h1>, UNREADABLE, true",
        // The model's own answer.
        "400, {\"detail\":\"no such thing\"}, MODEL_REFUSED, false",
        "403, `{\"detail\":[{\"type\":\"content_policy_violation\"}]}`, MODEL_REFUSED, false",
        "404, {\"detail\":\"Path /x not found\"}, MODEL_REFUSED, false",
        "422, {}, MODEL_REFUSED, false",
        "422, <h1>hello</h1>, MODEL_REFUSED, false",
        "499, `{\"detail\":\"cancelled\",\"error_type\":\"client_cancelled\"}`, MODEL_REFUSED, false",
      })
  void anotherAnswerIsOfTheKind(int code, String body, Kind kind, boolean retryable) {
    var failure = failure(Reply.json(code, body == null ? "" : body), fal -> fal.result(REF));
    assertEquals(kind, failure.kind());
    assertEquals(retryable, failure.retryable());
    assertEquals(code, failure.httpStatus().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void a5xxWithARequestIdIsTheEndOfTheJob(int code) {
    var reply = Reply.json(code, "{}").with("x-fal-request-id", "r-1");
    var failure = failure(reply, fal -> fal.result(REF));
    assertEquals(Kind.MODEL_FAILED, failure.kind());
    assertFalse(failure.retryable());
  }

  @ParameterizedTest
  @CsvSource({
    "X-Fal-Needs-Retry, 1, true",
    "X-Fal-Needs-Retry, true, true",
    "X-Fal-Retryable, True, true",
    "X-Fal-Retryable, 0, false",
    "X-Fal-Needs-Retry, false, false"
  })
  void theModelItselfSaysWhetherANewSubmitMayHelp(String header, String value, boolean retryable) {
    var reply = Reply.json(500, "{}").with("x-fal-request-id", "r-1").with(header, value);
    assertEquals(retryable, failure(reply, fal -> fal.result(REF)).retryable());
    var ourDeadline = reply.with("X-Fal-Request-Timeout-Type", "user");
    assertFalse(failure(ourDeadline, fal -> fal.result(REF)).retryable());
  }

  @Test
  void theMachineWordIsKeptAndNothingThatWasSentIsEchoed() {
    var failure = failure(Reply.json(422, TOO_SMALL), fal -> fal.result(REF));

    assertEquals(Optional.of("image_too_small"), failure.detailCode());
    assertEquals("result answered 422 image_too_small at body.image_urls.0", failure.getMessage());
    assertEquals("The picture is too small for this tool.", failure.publicWords());
    assertFalse(failure.toString().contains(KEY));
  }

  @Test
  void theMachineWordMayStandInTheBodyOrInAHeader() {
    var body = Reply.json(504, "{\"detail\":\"x\",\"error_type\":\"request_timeout\"}");
    assertEquals(
        Optional.of("request_timeout"), failure(body, fal -> fal.result(REF)).detailCode());
    var header = Reply.json(504, "").with("X-Fal-Error-Type", "startup_timeout");
    assertEquals(
        Optional.of("startup_timeout"), failure(header, fal -> fal.result(REF)).detailCode());
  }

  @Test
  void whatIsNoMachineWordIsNotKept() {
    var reply = Reply.json(422, "{\"detail\":[{\"type\":\"see https://x.test/?token=SECRET\"}]}");
    assertEquals(Optional.empty(), failure(reply, fal -> fal.result(REF)).detailCode());
  }
}
