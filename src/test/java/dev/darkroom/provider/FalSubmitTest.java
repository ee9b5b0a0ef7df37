package dev.darkroom.provider;

import static dev.darkroom.provider.FalFixture.INPUT;
import static dev.darkroom.provider.FalFixture.KEY;
import static dev.darkroom.provider.FalFixture.MODEL;
import static dev.darkroom.provider.FalFixture.failure;
import static dev.darkroom.provider.FalFixture.hasty;
import static dev.darkroom.provider.FalFixture.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.provider.ProviderException.Kind;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalSubmitTest {
  private static final String ACCEPTED =
      """
      {"status":"IN_QUEUE","request_id":"r-1","queue_position":0,
       "response_url":"%1$s/fal-ai/other/requests/r-1",
       "status_url":"%1$s/fal-ai/other/requests/r-1/status",
       "cancel_url":"%1$s/fal-ai/other/requests/r-1/cancel"}
      """;

  @Test
  void theWholeModelIdIsPostedWithKeyAndBareInput() throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(200, "{\"request_id\":\"r-1\"}"));
        var fal = new Fal(settings(server.url()))) {
      fal.submit(MODEL, INPUT, null);

      var request = server.requests().getFirst();
      assertEquals("POST", request.method());
      assertEquals("/" + MODEL, request.target());
      assertEquals("Key " + KEY, request.headers().get("authorization"));
      assertEquals("application/json", request.headers().get("content-type"));
      assertEquals(INPUT.toString(), request.body());
      assertNull(request.headers().get("upgrade"));
    }
  }

  @Test
  void theWebhookIsPercentEncoded() throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(200, "{\"request_id\":\"r-1\"}"));
        var fal = new Fal(settings(server.url()))) {
      fal.submit(MODEL, INPUT, URI.create("https://me.test/hook?job=1&token=a%2Bb"));

      assertEquals(
          "/" + MODEL + "?fal_webhook=https%3A%2F%2Fme.test%2Fhook%3Fjob%3D1%26token%3Da%252Bb",
          server.requests().getFirst().target());
    }
  }

  @Test
  void theReferenceTakesTheAddressesOfTheAnswer() throws Exception {
    try (var server =
            RawServer.answering(
                r -> Reply.json(200, ACCEPTED.formatted("http://" + r.headers().get("host"))));
        var fal = new Fal(settings(server.url()))) {
      var ref = fal.submit(MODEL, INPUT, null);

      assertEquals("r-1", ref.requestId());
      assertEquals("/fal-ai/other/requests/r-1/status", ref.statusPath());
      assertEquals("/fal-ai/other/requests/r-1", ref.responsePath());
      assertEquals("/fal-ai/other/requests/r-1/cancel", ref.cancelPath());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test",
        "http://127.0.0.1:1",
        "http://127.0.0.1@evil.test",
        "ftp://127.0.0.1",
        "",
        "::"
      })
  void anAddressThatLeadsAwayIsReplacedByTheRules(String origin) throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(200, ACCEPTED.formatted(origin)));
        var fal = new Fal(settings(server.url()))) {
      assertEquals(RequestRef.of(MODEL, "r-1"), fal.submit(MODEL, INPUT, null));
    }
  }

  @Test
  void aRefusedConnectionWasSurelyNotSent() throws Exception {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    try (var fal = new Fal(settings(URI.create("http://127.0.0.1:" + port)))) {
      var failure = failure(() -> fal.submit(MODEL, INPUT, null));
      assertEquals(Kind.NOT_SENT, failure.kind());
      assertTrue(failure.retryable());
    }
  }

  @Test
  void anUnknownHostWasSurelyNotSent() {
    try (var fal = new Fal(settings(URI.create("http://nowhere.invalid")))) {
      assertEquals(Kind.NOT_SENT, failure(() -> fal.submit(MODEL, INPUT, null)).kind());
    }
  }

  @Test
  void aBodyThatCouldNotBeWrittenWholeWasSurelyNotSent() throws Exception {
    var large = JsonNodeFactory.instance.objectNode().put("image_url", "x".repeat(32 << 20));
    try (var server = RawServer.scripted(RawServer.Connection::reset);
        var fal = new Fal(settings(server.url()))) {
      assertEquals(Kind.NOT_SENT, failure(() -> fal.submit(MODEL, large, null)).kind());
    }
  }

  @Test
  void aCutAfterTheRequestWasReadLeavesTheOutcomeUnknown() throws Exception {
    try (var server =
            RawServer.scripted(
                connection -> {
                  connection.read();
                  connection.reset();
                });
        var fal = new Fal(settings(server.url()))) {
      var failure = failure(() -> fal.submit(MODEL, INPUT, null));
      assertEquals(Kind.OUTCOME_UNKNOWN, failure.kind());
      assertFalse(failure.retryable());
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void aCutInTheMiddleOfTheAnswerLeavesTheOutcomeUnknown() throws Exception {
    try (var server =
            RawServer.scripted(
                connection -> {
                  connection.read();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"request_id\"");
                });
        var fal = new Fal(settings(server.url()))) {
      assertEquals(Kind.OUTCOME_UNKNOWN, failure(() -> fal.submit(MODEL, INPUT, null)).kind());
    }
  }

  @Test
  void aSilentServerIsLeftAtTheDeadlineWithTheOutcomeUnknown() throws Exception {
    try (var server = RawServer.scripted(RawServer.Connection::awaitClose);
        var fal = new Fal(hasty(server.url()))) {
      assertEquals(Kind.OUTCOME_UNKNOWN, failure(() -> fal.submit(MODEL, INPUT, null)).kind());
    }
  }

  @Test
  void aSlowDripIsLeftAtTheDeadline() throws Exception {
    var stop = new AtomicBoolean();
    try (var server =
            RawServer.scripted(
                connection -> {
                  connection.read();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n");
                  while (!stop.get()) {
                    connection.write(" ");
                    pause(20);
                  }
                });
        var fal = new Fal(hasty(server.url()))) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () ->
              assertEquals(
                  Kind.OUTCOME_UNKNOWN, failure(() -> fal.submit(MODEL, INPUT, null)).kind()));
    } finally {
      stop.set(true);
    }
  }

  @Test
  void aConnectionThatTheServerClosedMeanwhileIsNotUsedAgain() throws Exception {
    var closed = new CountDownLatch(1);
    try (var server =
            RawServer.scripted(
                connection -> {
                  connection.read();
                  connection.send(Reply.json(200, "{\"request_id\":\"r-1\"}"));
                  connection.close();
                  closed.countDown();
                });
        var fal = new Fal(settings(server.url()))) {
      fal.submit(MODEL, INPUT, null);
      closed.await();
      // Longer than the idleness after which a connection is looked at before it is used.
      Thread.sleep(80);

      fal.submit(MODEL, INPUT, null);
      assertEquals(2, server.requests().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED, false",
    "403, UNAUTHORIZED, false",
    "404, MODEL_REFUSED, false",
    "408, TROUBLE, true",
    "413, MODEL_REFUSED, false",
    "422, MODEL_REFUSED, false",
    "429, BUSY, true",
    "500, TROUBLE, true",
    "502, OUTCOME_UNKNOWN, false",
    "503, TROUBLE, true",
    "504, OUTCOME_UNKNOWN, false",
    "301, UNREADABLE, false"
  })
  void anAnswerInJsonIsOfTheKind(int status, Kind kind, boolean retryable) {
    var failure = failure(Reply.json(status, "{\"detail\":\"no\"}"), FalSubmitTest::submit);
    assertEquals(kind, failure.kind());
    assertEquals(retryable, failure.retryable());
    assertEquals(status, failure.httpStatus().orElseThrow());
  }

  /** It came garbled to somebody on the way: nobody has taken it. */
  @Test
  void a400ThatIsNotInJsonMayBeTriedAgain() {
    var page = new Reply(400, Map.of("Content-Type", "text/html"), "<h1>Bad Request</h1>");
    var failure = failure(page, FalSubmitTest::submit);
    assertEquals(Kind.TROUBLE, failure.kind());
    assertTrue(failure.retryable());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 520})
  void aProxysErrorPageLeavesTheOutcomeUnknown(int status) {
    var page = new Reply(status, Map.of("Content-Type", "text/html"), "<h1>nginx</h1>");
    assertEquals(Kind.OUTCOME_UNKNOWN, failure(page, FalSubmitTest::submit).kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not json", "[]", "{}", "{\"request_id\":\"a/../b\"}", "{} trailing"})
  void anUnreadableAcceptanceLeavesTheOutcomeUnknown(String body) {
    assertEquals(
        Kind.OUTCOME_UNKNOWN, failure(Reply.json(200, body), FalSubmitTest::submit).kind());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void nothingIsRepeatedBehindTheCallersBack(int status) throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(status, "{}"));
        var fal = new Fal(settings(server.url()))) {
      failure(() -> fal.submit(MODEL, INPUT, null));
      failure(() -> fal.status(FalFixture.REF));
      assertEquals(2, server.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) throws Exception {
    try (var server =
            RawServer.answering(r -> Reply.json(status, "").with("Location", "/elsewhere"));
        var fal = new Fal(settings(server.url()))) {
      assertEquals(Kind.UNREADABLE, failure(() -> fal.submit(MODEL, INPUT, null)).kind());
      assertEquals(Kind.UNREADABLE, failure(() -> fal.status(FalFixture.REF)).kind());
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void aClosedClientSendsNothing() throws Exception {
    try (var server = RawServer.answering(r -> Reply.json(200, "{}"))) {
      var fal = new Fal(settings(server.url()));
      fal.close();
      assertEquals(Kind.NOT_SENT, failure(() -> fal.submit(MODEL, INPUT, null)).kind());
      assertEquals(Kind.TROUBLE, failure(() -> fal.status(FalFixture.REF)).kind());
    }
  }

  @Test
  void theServersPatienceIsToldAndBounded() {
    var busy = Reply.json(429, "{}");
    assertEquals(
        Optional.of(Duration.ofSeconds(7)),
        failure(busy.with("Retry-After", "7"), FalSubmitTest::submit).retryAfter());
    assertEquals(
        Optional.of(Duration.ofHours(1)),
        failure(busy.with("Retry-After", "999999"), FalSubmitTest::submit).retryAfter());
    assertEquals(
        Optional.empty(),
        failure(busy.with("Retry-After", "soon"), FalSubmitTest::submit).retryAfter());
  }

  private static void submit(Fal fal) throws ProviderException {
    fal.submit(MODEL, INPUT, null);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
