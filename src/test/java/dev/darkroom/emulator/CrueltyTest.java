package dev.darkroom.emulator;

import static dev.darkroom.emulator.TestModels.ECHO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CrueltyTest {
  @TempDir Path folder;

  private Emulator emulator;
  private Caller caller;

  @BeforeEach
  void start() throws Exception {
    emulator = Emulator.start(EmulatorSettings.forTests(folder), TestModels.echo());
    caller = new Caller(emulator);
  }

  @AfterEach
  void stop() {
    caller.close();
    emulator.close();
  }

  private String finished() throws Exception {
    String id = caller.submit(ECHO, "{\"a\":1}");
    caller.follow(id);
    return id;
  }

  private URI uploaded(byte[] bytes) throws Exception {
    Caller.Reply initiated =
        caller.post(
            URI.create(emulator.restUrl() + "/storage/upload/initiate"),
            "{\"file_name\":\"a.bin\",\"content_type\":\"image/png\"}");
    URI upload = URI.create(initiated.json().path("upload_url").asText());
    caller.send(HttpRequest.newBuilder(upload).PUT(BodyPublishers.ofByteArray(bytes)));
    return URI.create(initiated.json().path("file_url").asText());
  }

  @Test
  void aStalledCallIsNotAnsweredAndNotCarriedOut() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, new Way.Stall(600));
    var hasty = caller.submitting(ECHO, "{}").timeout(Duration.ofMillis(300));
    assertThrows(HttpTimeoutException.class, () -> caller.send(hasty));
    assertTrue(emulator.accepted().isEmpty());
    assertEquals(1, emulator.calls(Call.SUBMIT));
  }

  @Test
  void aStallEndsWithACut() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, new Way.Stall(0));
    assertThrows(IOException.class, () -> caller.submit(ECHO, "{}"));
  }

  @Test
  void aCutBeforeAcceptingAcceptsNothing() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, new Way.CutBeforeAccepting());
    assertThrows(IOException.class, () -> caller.submit(ECHO, "{}"));
    assertTrue(emulator.accepted().isEmpty());
  }

  @Test
  void aCutAfterAcceptingLosesOnlyTheAnswer() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, new Way.CutAfterAccepting());
    assertThrows(IOException.class, () -> caller.submit(ECHO, "{\"lost\":1}"));
    String id = emulator.accepted().getFirst().requestId();
    caller.follow(id);
    assertEquals("{\"lost\":1}", caller.result(id).http().body());
  }

  @Test
  void aCutMidwayBreaksTheBody() throws Exception {
    String id = finished();
    emulator.cruelty().next(Call.RESULT, new Way.CutMidway());
    assertThrows(IOException.class, () -> caller.result(id));
    assertEquals(200, caller.result(id).status());
  }

  @Test
  void aBurstOfErrorsEnds() throws Exception {
    String id = finished();
    emulator.cruelty().next(Call.STATUS, 2, Way.nginx(502, "Bad Gateway"));
    emulator.cruelty().next(Call.STATUS, Way.json(429, "Slow down"));
    for (int i = 0; i < 2; i++) {
      Caller.Reply reply = caller.status(id);
      assertEquals(502, reply.status());
      assertEquals("text/html", reply.header("content-type"));
      assertTrue(reply.http().body().contains("<center>nginx</center>"));
      assertEquals("", reply.header("x-fal-request-id"));
    }
    assertEquals(429, caller.status(id).status());
    assertEquals(0, emulator.cruelty().pending(Call.STATUS));
    assertEquals(200, caller.status(id).status());
  }

  @Test
  void aRefusedSubmitWithALargeBodyIsStillAnswered() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, Way.exhaustedBalance());
    String body = "{\"a\":\"" + "x".repeat(3_000_000) + "\"}";
    Caller.Reply reply = caller.send(caller.submitting(ECHO, body));
    assertEquals(403, reply.status());
    assertTrue(reply.json().path("detail").asText().startsWith("User is locked."));
  }

  @Test
  void aModelsRefusalShowsOnlyAtTheResult() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, Way.modelRefusal("content_policy_violation", "No."));
    String id = caller.submit(ECHO, "{}");
    caller.follow(id);
    JsonNode status = caller.status(id).json();
    assertEquals("COMPLETED", status.path("status").asText());
    assertFalse(status.has("error"));
    Caller.Reply result = caller.result(id);
    assertEquals(422, result.status());
    JsonNode detail = result.json().path("detail").path(0);
    assertEquals("content_policy_violation", detail.path("type").asText());
    assertEquals("body", detail.path("loc").path(0).asText());
  }

  @Test
  void anInfrastructureFailureShowsInTheStatusToo() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, Way.infrastructure(503, "runner_connection_timeout"));
    String id = caller.submit(ECHO, "{}");
    caller.follow(id);
    assertEquals("runner_connection_timeout", caller.status(id).json().path("error_type").asText());
    assertEquals("runner_connection_timeout", caller.result(id).header("X-Fal-Error-Type"));
    assertEquals(503, caller.result(id).status());
  }

  @Test
  void aJobThatNeverEndsHoldsNoRunner() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, 5, new Way.NeverEnds());
    List<String> endless = IntStream.range(0, 5).mapToObj(_ -> submitted()).toList();
    finished();
    for (String id : endless) {
      assertEquals("IN_PROGRESS", caller.status(id).json().path("status").asText());
    }
  }

  private String submitted() {
    try {
      return caller.submit(ECHO, "{}");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theStatusCanLieAboutKnownRequests() throws Exception {
    String id = finished();
    emulator.cruelty().next(Call.STATUS, new Way.BackInQueue(3));
    emulator.cruelty().next(Call.STATUS, Way.notFound());
    emulator.cruelty().next(Call.RESULT, Way.stillInProgress());
    Caller.Reply back = caller.status(id);
    assertEquals(202, back.status());
    assertEquals("IN_QUEUE", back.json().path("status").asText());
    assertEquals(3, back.json().path("queue_position").asInt());
    assertEquals("{\"status\":\"NOT_FOUND\"}", caller.status(id).http().body());
    assertEquals("COMPLETED", caller.status(id).json().path("status").asText());
    assertEquals(400, caller.result(id).status());
    assertEquals(200, caller.result(id).status());
  }

  @Test
  void aFileMayNotDownload() throws Exception {
    URI file = uploaded(new byte[200_000]);
    emulator.cruelty().next(Call.FILE, Way.json(404, "File not found"));
    emulator.cruelty().next(Call.FILE, Way.nginx(500, "Internal Server Error"));
    emulator.cruelty().next(Call.FILE, new Way.CutMidway());
    emulator.cruelty().next(Call.FILE, Way.textInsteadOfImage());
    assertEquals(404, caller.bytes(file).statusCode());
    assertEquals(500, caller.bytes(file).statusCode());
    assertThrows(IOException.class, () -> caller.bytes(file));
    var text = caller.bytes(file);
    assertEquals("image/png", text.headers().firstValue("content-type").orElseThrow());
    assertEquals('T', text.body()[0]);
    assertEquals(200_000, caller.bytes(file).body().length);
  }

  @Test
  void aHugeBodyIsAsLongAsOrdered() throws Exception {
    URI file = uploaded(new byte[10]);
    emulator.cruelty().next(Call.FILE, new Way.HugeBody(5_000_001, true));
    emulator.cruelty().next(Call.FILE, new Way.HugeBody(5_000_001, false));
    var declared = caller.bytes(file);
    assertEquals(5_000_001, declared.headers().firstValueAsLong("content-length").orElseThrow());
    assertEquals(5_000_001, declared.body().length);
    assertEquals("image/png", ContentType.of(declared.body()));
    var undeclared = caller.bytes(file);
    assertTrue(undeclared.headers().firstValueAsLong("content-length").isEmpty());
    assertEquals(5_000_001, undeclared.body().length);
  }

  @Test
  void anEndlessBodyEndsWhenTheCallerHangsUp() throws Exception {
    URI file = uploaded(new byte[10]);
    emulator.cruelty().next(Call.FILE, new Way.HugeBody(Long.MAX_VALUE, false));
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer = client.send(HttpRequest.newBuilder(file).build(), BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        assertEquals(10_000_000, body.readNBytes(10_000_000).length);
      }
    }
    assertEquals(10, caller.bytes(file).body().length);
  }

  @Test
  void aDripIsSlowAndIsCutInTheEnd() throws Exception {
    URI file = uploaded(new byte[100]);
    emulator.cruelty().next(Call.FILE, new Way.Drip(200, 10));
    emulator.cruelty().next(Call.FILE, new Way.Drip(10, 1));
    long startNanos = System.nanoTime();
    assertEquals(100, caller.bytes(file).body().length);
    assertTrue(System.nanoTime() - startNanos > 300_000_000, "100 bytes at 200 a second");
    assertThrows(IOException.class, () -> caller.bytes(file));
  }

  @Test
  void chanceIsRepeatable() {
    assertEquals(outcomes(7), outcomes(7));
    assertFalse(outcomes(7).equals(outcomes(8)));
    long met = outcomes(7).stream().filter(met1 -> met1).count();
    assertTrue(met > 50 && met < 150, met + " of 200");
  }

  private static List<Boolean> outcomes(long seed) {
    Cruelty cruelty = new Cruelty();
    cruelty.sometimes(Call.STATUS, 0.5, seed, new Way.CutMidway());
    return IntStream.range(0, 200).mapToObj(_ -> cruelty.take(Call.STATUS).isPresent()).toList();
  }

  @Test
  void anOrderThatMakesNoSenseIsRefused() {
    Cruelty cruelty = emulator.cruelty();
    assertThrows(
        IllegalArgumentException.class, () -> cruelty.next(Call.FILE, new Way.NeverEnds()));
    assertThrows(
        IllegalArgumentException.class, () -> cruelty.next(Call.SUBMIT, new Way.BackInQueue(1)));
    assertThrows(
        IllegalArgumentException.class, () -> cruelty.next(Call.SUBMIT, 0, new Way.CutMidway()));
  }

  @Test
  void anotherProcessCanOrderCruelty() throws Exception {
    URI orders = caller.root("/_cruelty");
    String order =
        """
        {"call":"SUBMIT","times":2,"way":{"kind":"answers","status":503,
         "contentType":"application/json","body":"{}"}}""";
    assertEquals(200, caller.post(orders, order).status());
    assertEquals(503, caller.send(caller.submitting(ECHO, "{}")).status());
    assertEquals(1, emulator.cruelty().pending(Call.SUBMIT));
    assertEquals(200, caller.send(Caller.to(orders).DELETE()).status());
    String id = finished();

    JsonNode seen = caller.send(Caller.to(caller.root("/_accepted")).GET()).json();
    assertEquals(id, seen.path("accepted").path(0).path("requestId").asText());
    assertEquals(2, seen.path("calls").path("SUBMIT").asInt());
  }

  @Test
  void everyWayCanBeOrderedInJson() throws Exception {
    for (String way :
        List.of(
            "{\"kind\":\"stall\",\"seconds\":1}",
            "{\"kind\":\"cut-before-accepting\"}",
            "{\"kind\":\"cut-after-accepting\"}",
            "{\"kind\":\"cut-midway\"}",
            "{\"kind\":\"huge-body\",\"bytes\":5,\"declared\":true}",
            "{\"kind\":\"drip\",\"bytesPerSecond\":5,\"maxSeconds\":5}",
            "{\"kind\":\"failing-result\",\"status\":500,\"body\":\"{}\"}",
            "{\"kind\":\"never-ends\"}")) {
      String order = "{\"call\":\"SUBMIT\",\"probability\":0.5,\"seed\":1,\"way\":" + way + "}";
      assertEquals(200, caller.post(caller.root("/_cruelty"), order).status(), way);
    }
    for (String order :
        List.of(
            "[]",
            "",
            "{}",
            "{\"call\":\"SUBMIT\"}",
            "{\"call\":\"SUBMIT\",\"way\":{\"kind\":\"smile\"}}",
            "{\"call\":\"FILE\",\"way\":{\"kind\":\"never-ends\"}}",
            "{\"call\":\"SUBMIT\",\"way\":{\"kind\":\"failing-result\",\"status\":500,\"body\":\"{\"}}")) {
      assertEquals(400, caller.post(caller.root("/_cruelty"), order).status(), order);
    }
  }
}
