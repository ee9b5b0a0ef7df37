package dev.darkroom.emulator;

import static dev.darkroom.emulator.TestModels.ECHO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.emulator.HookReceiver.Told;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each way of being cruel to whoever is told. The receiver refuses what is not genuine. */
@Timeout(60)
class HookCrueltyTest {
  @TempDir Path folder;

  private Emulator emulator;
  private Caller caller;
  private HookReceiver receiver;
  private JsonNode keys;

  @BeforeEach
  void start() throws Exception {
    emulator = Emulator.start(EmulatorSettings.forTests(folder), TestModels.echo());
    caller = new Caller(emulator);
    keys =
        caller
            .send(Caller.to(URI.create(emulator.restUrl() + "/.well-known/jwks.json")).GET())
            .json();
    receiver = new HookReceiver(told -> isGenuine(told) ? 200 : 401);
  }

  @AfterEach
  void stop() {
    receiver.close();
    caller.close();
    emulator.close();
  }

  private boolean isGenuine(Told told) {
    try {
      return told.isGenuine(keys);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String submitted() throws Exception {
    return caller.submit(receiver.with(ECHO), "{\"a\":1}");
  }

  private List<Told> awaitAllTold() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> emulator.settled() && emulator.allTold());
    return receiver.told();
  }

  /** What is told of one request that meets this way at its first attempt. */
  private List<Told> toldAfter(HookWay way) throws Exception {
    emulator.cruelty().next(Call.WEBHOOK, way);
    submitted();
    return awaitAllTold();
  }

  @Test
  void aForgedOneIsSignedByAStranger() throws Exception {
    List<Told> told = toldAfter(new HookWay.Forge());
    assertEquals(List.of(false, true), told.stream().map(this::isGenuine).toList());
    assertEquals(128, told.getFirst().header("X-Fal-Webhook-Signature").length());
    assertEquals(told.get(1).body(), told.getFirst().body());
  }

  @Test
  void aStaleOneIsWronglyOldAndRightlySigned() throws Exception {
    List<Told> told = toldAfter(new HookWay.Stale(301));
    assertEquals(List.of(false, true), told.stream().map(this::isGenuine).toList());
    Told stale = told.getFirst();
    long age = stale.at().getEpochSecond() - stale.timestamp();
    assertTrue(age >= 301 && age < 320, age + " seconds");
    Instant then = Instant.ofEpochSecond(stale.timestamp());
    assertTrue(new Told("/", stale.exchange(), stale.body(), then).isGenuine(keys));
  }

  @Test
  void aTamperedOneSaysTheOppositeOfWhatWasSigned() throws Exception {
    List<Told> told = toldAfter(new HookWay.Tamper());
    assertEquals(List.of(false, true), told.stream().map(this::isGenuine).toList());
    Told tampered = told.getFirst();
    assertEquals("ERROR", tampered.json().path("status").asText());
    String signed = tampered.body().replace("\"ERROR\"", "\"OK\"");
    assertTrue(new Told("/", tampered.exchange(), signed, tampered.at()).isGenuine(keys));
  }

  @Test
  void aForeignOneIsGenuineAndSpeaksOfAnother() throws Exception {
    String other = submitted();
    awaitAllTold();
    List<Told> told = toldAfter(new HookWay.Foreign(Optional.of(other)));
    assertEquals(2, told.size());
    assertTrue(isGenuine(told.get(1)));
    assertEquals(other, told.get(1).id());
    assertEquals(other, told.get(1).header("X-Fal-Webhook-Request-Id"));
    Told madeUp = toldAfter(new HookWay.Foreign(Optional.empty())).get(2);
    assertTrue(isGenuine(madeUp));
    assertEquals(404, caller.status(madeUp.id()).status());
  }

  @Test
  void thePayloadMayBeMissing() throws Exception {
    JsonNode body = toldAfter(new HookWay.WithoutPayload()).getFirst().json();
    assertEquals("OK", body.path("status").asText());
    assertTrue(body.has("payload") && body.path("payload").isNull());
    assertTrue(body.path("payload_error").asText().startsWith("Response payload is not JSON"));
  }

  @Test
  void duplicatesComeTogether() throws Exception {
    List<Told> told = toldAfter(new HookWay.Duplicate(5));
    assertEquals(5, told.size());
    assertEquals(1, told.stream().map(Told::id).distinct().count());
    assertEquals(
        1, told.stream().map(call -> call.header("X-Fal-Webhook-Signature")).distinct().count());
    assertEquals(5, emulator.calls(Call.WEBHOOK));
  }

  @Test
  void aReplayIsTheSameAgainLater() throws Exception {
    List<Told> told = toldAfter(new HookWay.Replay(1));
    assertEquals(2, told.size());
    Told first = told.get(0);
    Told again = told.get(1);
    assertEquals(first.body(), again.body());
    assertEquals(first.exchange().getRequestHeaders(), again.exchange().getRequestHeaders());
    assertTrue(Duration.between(first.at(), again.at()).toMillis() >= 900);
  }

  @Test
  void aDelayedOneComesLateAndHonest() throws Exception {
    emulator.cruelty().sometimes(Call.WEBHOOK, 1, 1, new HookWay.Delay(1));
    Instant start = Instant.now();
    submitted();
    List<Told> told = awaitAllTold();
    assertEquals(1, told.size());
    assertTrue(isGenuine(told.getFirst()));
    assertTrue(Duration.between(start, told.getFirst().at()).toMillis() >= 900);
  }

  @Test
  void aDelayOutlivesARestart() throws Exception {
    emulator.cruelty().next(Call.WEBHOOK, new HookWay.Delay(2));
    Instant start = Instant.now();
    String id = submitted();
    var onDisk = new RequestFolder(folder.resolve("requests"), folder.resolve("tmp"));
    Awaitility.await().until(() -> onDisk.readHook(id).filter(Hook::spared).isPresent());
    emulator.close();
    try (Emulator second = Emulator.start(EmulatorSettings.forTests(folder), TestModels.echo())) {
      Awaitility.await().until(second::allTold);
      assertEquals(1, receiver.told().size());
      assertTrue(Duration.between(start, receiver.told().getFirst().at()).toMillis() >= 1900);
    }
  }

  @Test
  void oneThatIsHeldBackComesAfterALaterOne() throws Exception {
    emulator.cruelty().next(Call.WEBHOOK, new HookWay.Reorder(600));
    String first = submitted();
    Awaitility.await().until(() -> emulator.cruelty().pending(Call.WEBHOOK) == 0);
    String second = submitted();
    assertEquals(List.of(second, first), awaitAllTold().stream().map(Told::id).toList());
  }

  @Test
  void oneThatIsHeldBackForNobodyComesInTheEnd() throws Exception {
    Instant start = Instant.now();
    List<Told> told = toldAfter(new HookWay.Reorder(1));
    assertEquals(1, told.size());
    assertTrue(Duration.between(start, told.getFirst().at()).toMillis() >= 900);
  }

  @Test
  void aDroppedOneNeverComes() throws Exception {
    assertEquals(List.of(), toldAfter(new HookWay.Drop()));
    String next = submitted();
    assertEquals(List.of(next), awaitAllTold().stream().map(Told::id).toList());
    assertEquals(1, emulator.calls(Call.WEBHOOK));
  }

  @Test
  void anOrderThatMakesNoSenseIsRefused() {
    Cruelty cruelty = emulator.cruelty();
    assertThrows(
        IllegalArgumentException.class, () -> cruelty.next(Call.SUBMIT, new HookWay.Forge()));
    assertThrows(
        IllegalArgumentException.class, () -> cruelty.next(Call.WEBHOOK, new Way.CutMidway()));
    assertThrows(IllegalArgumentException.class, () -> new HookWay.Duplicate(1));
    assertThrows(IllegalArgumentException.class, () -> new HookWay.Delay(-1));
  }

  @Test
  void anotherProcessCanOrderEachWay() throws Exception {
    for (String way :
        List.of(
            "{\"kind\":\"forge\"}",
            "{\"kind\":\"stale\",\"seconds\":301}",
            "{\"kind\":\"tamper\"}",
            "{\"kind\":\"foreign\",\"requestId\":\"1\"}",
            "{\"kind\":\"foreign\"}",
            "{\"kind\":\"without-payload\"}",
            "{\"kind\":\"duplicate\",\"times\":3}",
            "{\"kind\":\"replay\",\"seconds\":3}",
            "{\"kind\":\"delay\",\"seconds\":3}",
            "{\"kind\":\"reorder\",\"maxSeconds\":3}",
            "{\"kind\":\"drop\"}")) {
      String order = "{\"call\":\"WEBHOOK\",\"times\":2,\"way\":" + way + "}";
      assertEquals(200, caller.post(caller.root("/_cruelty"), order).status(), way);
    }
    assertEquals(22, emulator.cruelty().pending(Call.WEBHOOK));
    for (String way :
        List.of(
            "{\"kind\":\"HookWay\"}",
            "{\"kind\":\"duplicate\"}",
            "{\"kind\":\"delay\",\"seconds\":-1}",
            "{\"kind\":\"never-ends\"}")) {
      String order = "{\"call\":\"WEBHOOK\",\"way\":" + way + "}";
      assertEquals(400, caller.post(caller.root("/_cruelty"), order).status(), way);
    }
    caller.send(Caller.to(caller.root("/_cruelty")).DELETE());
    submitted();
    awaitAllTold();
    JsonNode seen = caller.send(Caller.to(caller.root("/_accepted")).GET()).json();
    assertEquals(1, seen.path("calls").path("WEBHOOK").asInt());
    assertTrue(seen.path("allTold").asBoolean());
    assertFalse(seen.path("accepted").isEmpty());
  }
}
