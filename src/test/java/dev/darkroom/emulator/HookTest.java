package dev.darkroom.emulator;

import static dev.darkroom.emulator.TestModels.ECHO;
import static dev.darkroom.emulator.TestModels.GATE;
import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.emulator.HookReceiver.Told;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a webhook is told, and how its receiver knows that it is true. */
@Timeout(60)
class HookTest {
  private static final int MANY = 200;

  @TempDir Path folder;

  private final TestModels.Gate gate = new TestModels.Gate();
  private Emulator emulator;
  private Caller caller;
  private HookReceiver receiver;

  @BeforeEach
  void start() throws Exception {
    emulator =
        Emulator.start(
            EmulatorSettings.forTests(folder).withRunners(1), List.of(new TestModels.Echo(), gate));
    caller = new Caller(emulator);
    receiver = HookReceiver.answering();
  }

  @AfterEach
  void stop() {
    receiver.close();
    caller.close();
    emulator.close();
  }

  private JsonNode keys() throws Exception {
    return caller
        .send(Caller.to(URI.create(emulator.restUrl() + "/.well-known/jwks.json")).GET())
        .json();
  }

  private void awaitAllTold() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> emulator.settled() && emulator.allTold());
  }

  /** Submits, and waits for what is told of it. */
  private Told toldOf(String model, String input) throws Exception {
    String id = caller.submit(receiver.with(model), input);
    awaitAllTold();
    List<Told> told = receiver.told().stream().filter(call -> call.id().equals(id)).toList();
    assertEquals(1, told.size());
    return told.getFirst();
  }

  @Test
  void anEndIsToldWithItsResult() throws Exception {
    String file = "/files/b/00000000-0000-7000-8000-000000000000/x.png";
    Told told = toldOf(ECHO, "{\"seed\":1,\"image\":{\"url\":\"" + file + "\"}}");
    assertEquals("/hook", told.path());
    assertEquals("application/json", told.header("Content-Type"));
    JsonNode body = told.json();
    assertEquals("OK", body.path("status").asText());
    assertEquals(told.id(), body.path("gateway_request_id").asText());
    assertEquals(1, body.path("payload").path("seed").asInt());
    assertEquals(caller.root(file).toString(), body.at("/payload/image/url").asText());
    assertEquals(caller.result(told.id()).json(), body.path("payload"));
    assertFalse(body.has("error"));
    assertFalse(body.has("payload_error"));
    assertEquals(1, emulator.calls(Call.WEBHOOK));
  }

  @Test
  void itIsSignedAsFalSigns() throws Exception {
    Told told = toldOf(ECHO, "{\"word\":\"ä\"}");
    assertEquals(told.id(), told.header("X-Fal-Webhook-Request-Id"));
    assertFalse(told.header("X-Fal-Webhook-User-Id").isEmpty());
    JsonNode keys = keys();
    assertEquals(1, keys.path("keys").size());
    assertEquals("OKP", keys.at("/keys/0/kty").asText());
    assertEquals("Ed25519", keys.at("/keys/0/crv").asText());
    assertTrue(told.isGenuine(keys));
    var changed = new Told(told.path(), told.exchange(), told.body() + " ", told.at());
    assertFalse(changed.isGenuine(keys));
    var late =
        new Told(told.path(), told.exchange(), told.body(), told.at().plus(Duration.ofMinutes(6)));
    assertFalse(late.isGenuine(keys));
  }

  @Test
  void aFailureIsToldWithTheModelsOwnBody() throws Exception {
    emulator.cruelty().next(Call.SUBMIT, Way.modelRefusal("content_policy_violation", "No."));
    JsonNode body = toldOf(ECHO, "{}").json();
    assertEquals("ERROR", body.path("status").asText());
    assertEquals("Invalid status code: 422", body.path("error").asText());
    assertEquals("content_policy_violation", body.at("/payload/detail/0/type").asText());
  }

  @Test
  void anUnknownPathIsToldWithoutAPayload() throws Exception {
    JsonNode body = toldOf(ECHO + "/nowhere", "{}").json();
    assertEquals("ERROR", body.path("status").asText());
    assertEquals("Invalid status code: 404", body.path("error").asText());
    assertTrue(body.path("payload").isNull());
    assertTrue(body.has("payload_error"));
  }

  @Test
  void aRunningRequestThatIsCancelledIsToldAndOneInLineIsNot() throws Exception {
    String running = caller.submit(receiver.with(GATE), "{}");
    gate.reached.await();
    String waiting = caller.submit(receiver.with(ECHO), "{}");
    assertEquals(202, caller.cancel(waiting).status());
    assertEquals(202, caller.cancel(running).status());
    gate.open.release();
    awaitAllTold();
    assertEquals(List.of(running), receiver.told().stream().map(Told::id).toList());
    JsonNode body = receiver.told().getFirst().json();
    assertEquals("Invalid status code: 499", body.path("error").asText());
    assertEquals("client_cancelled", body.at("/payload/error_type").asText());
  }

  @Test
  void aRequestThatWasTooLateToStartIsTold() throws Exception {
    caller.submit(GATE, "{}");
    gate.reached.await();
    String late =
        caller
            .send(
                caller.submitting(receiver.with(ECHO), "{}").header("X-Fal-Request-Timeout", "0.2"))
            .json()
            .path("request_id")
            .asText();
    Awaitility.await().until(() -> caller.status(late).status() == 200);
    Awaitility.await().until(emulator::allTold);
    JsonNode body = receiver.told().getFirst().json();
    assertEquals("Invalid status code: 504", body.path("error").asText());
  }

  @Test
  void whoDidNotAskIsNotTold() throws Exception {
    caller.follow(caller.submit(ECHO, "{}"));
    toldOf(ECHO, "{}");
    assertEquals(1, receiver.told().size());
  }

  @Test
  void manyAreAllToldOnce() throws Exception {
    var expected = new TreeMap<String, Integer>();
    for (int i = 0; i < MANY; i++) {
      expected.put(caller.submit(receiver.with(ECHO), "{\"n\":" + i + "}"), 1);
    }
    awaitAllTold();
    JsonNode keys = keys();
    var told = new TreeMap<String, Integer>();
    for (Told call : receiver.told()) {
      assertTrue(call.isGenuine(keys));
      told.merge(call.id(), 1, Integer::sum);
    }
    assertEquals(expected, told);
    assertEquals(MANY, emulator.calls(Call.WEBHOOK));
  }

  @Test
  void keysCanBeChangedGentlyOrAtOnce() throws Exception {
    JsonNode before = keys();
    emulator.rotateKeys(true);
    JsonNode both = keys();
    Told told = toldOf(ECHO, "{}");
    assertEquals(2, both.path("keys").size());
    assertEquals(before.at("/keys/0"), both.at("/keys/1"));
    assertTrue(told.isGenuine(both));
    assertFalse(told.isGenuine(before));
    emulator.rotateKeys(false);
    assertEquals(1, keys().path("keys").size());
    assertFalse(told.isGenuine(keys()));
  }

  @Test
  void anotherProcessCanChangeTheKeys() throws Exception {
    JsonNode before = keys();
    URI change = caller.root("/_keys");
    assertEquals(2, caller.post(change, "{}").json().path("keys").size());
    JsonNode after = caller.post(change, "{\"keepOld\":false}").json();
    assertEquals(1, after.path("keys").size());
    assertFalse(after.equals(before));
    assertEquals(after, keys());
    assertEquals(400, caller.post(change, "{").status());
    var byAPage =
        caller.send(Caller.to(change).header("Origin", "http://evil.test").POST(noBody()));
    assertEquals(403, byAPage.status());
    assertEquals(after, keys());
  }

  @Test
  void keysOutliveARestartAndAreTheirOwnersAlone() throws Exception {
    emulator.rotateKeys(true);
    JsonNode before = keys();
    emulator.close();
    caller.close();
    start();
    assertEquals(before, keys());
    assertTrue(toldOf(ECHO, "{}").isGenuine(before));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("webhook-keys.json"))));
  }

  @Test
  void theKeysMayNotAnswer() throws Exception {
    emulator.cruelty().next(Call.KEYS, Way.nginx(502, "Bad Gateway"));
    URI keys = URI.create(emulator.restUrl() + "/.well-known/jwks.json");
    assertEquals(502, caller.send(Caller.to(keys).GET()).status());
    assertEquals(200, caller.send(Caller.to(keys).GET()).status());
  }

  @Test
  void nothingIsLeftOnDiskOfWhatWasTold() throws Exception {
    toldOf(ECHO, "{}");
    var left = new TreeSet<String>();
    try (var files = Files.list(folder.resolve("requests"))) {
      files.map(file -> file.getFileName().toString()).forEach(left::add);
    }
    assertEquals(1, left.size());
    assertTrue(left.first().endsWith(".json"), left.first());
  }
}
