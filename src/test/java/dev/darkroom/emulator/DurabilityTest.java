package dev.darkroom.emulator;

import static dev.darkroom.emulator.TestModels.ECHO;
import static dev.darkroom.emulator.TestModels.GATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DurabilityTest {
  @TempDir Path folder;

  private Emulator start(Model... models) throws IOException {
    return Emulator.start(EmulatorSettings.forTests(folder).withRunners(1), List.of(models));
  }

  @Test
  void whatRanOrWaitedRunsAgainAfterARestart() throws Exception {
    var shut = new TestModels.Gate();
    String running;
    String waiting;
    try (Emulator first = start(shut);
        Caller caller = new Caller(first)) {
      running = caller.submit(GATE, "{\"n\":1}");
      shut.reached.await();
      waiting = caller.submit(GATE, "{\"n\":2}");
    }
    var open = new TestModels.Gate();
    open.open.release(2);
    try (Emulator second = start(open);
        Caller caller = new Caller(second)) {
      caller.follow(waiting);
      assertEquals("{\"n\":1}", caller.result(running).http().body());
      assertEquals("{\"n\":2}", caller.result(waiting).http().body());
      assertEquals(
          List.of(running, waiting), second.accepted().stream().map(Accepted::requestId).toList());
    }
  }

  @Test
  void whatEndedAnswersAsBefore() throws Exception {
    String done;
    String failed;
    JsonNode logs;
    try (Emulator first = start(new TestModels.Echo());
        Caller caller = new Caller(first)) {
      first.cruelty().next(Call.SUBMIT, Way.infrastructure(503, "runner_disconnected"));
      failed = caller.submit(ECHO, "{}");
      done = caller.submit(ECHO, "{\"a\":1}");
      caller.follow(done);
      logs = caller.status(done).json().path("logs");
    }
    try (Emulator second = start(new TestModels.Echo());
        Caller caller = new Caller(second)) {
      assertEquals("{\"a\":1}", caller.result(done).http().body());
      assertEquals(logs, caller.status(done).json().path("logs"));
      assertEquals(503, caller.result(failed).status());
      assertEquals("runner_disconnected", caller.status(failed).json().path("error_type").asText());
      assertEquals(400, caller.cancel(done).status());
    }
  }

  @Test
  void aFateStaysWithItsRequest() throws Exception {
    String id;
    try (Emulator first = start(new TestModels.Echo());
        Caller caller = new Caller(first)) {
      first.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
      id = caller.submit(ECHO, "{}");
    }
    try (Emulator second = start(new TestModels.Echo());
        Caller caller = new Caller(second)) {
      caller.follow(caller.submit(ECHO, "{}"));
      assertEquals("IN_PROGRESS", caller.status(id).json().path("status").asText());
      assertEquals(202, caller.cancel(id).status());
      assertEquals("COMPLETED", caller.status(id).json().path("status").asText());
    }
  }

  @Test
  void aFolderServesOneEmulatorAtATime() throws Exception {
    try (Emulator _ = start(new TestModels.Echo())) {
      assertThrows(IOException.class, () -> start(new TestModels.Echo()).close());
    }
    start(new TestModels.Echo()).close();
  }

  @Test
  void aHalfWrittenFileDoesNotStopTheStart() throws Exception {
    start(new TestModels.Echo()).close();
    Files.writeString(folder.resolve("tmp/left.json"), "{");
    Files.writeString(folder.resolve("requests/broken.json"), "{\"submission\":");
    try (Emulator emulator = start(new TestModels.Echo())) {
      assertTrue(emulator.accepted().isEmpty());
      assertTrue(Files.notExists(folder.resolve("tmp/left.json")));
    }
  }

  @Test
  void aRequestThatKeepsKillingTheProcessIsGivenUp() throws Exception {
    var shut = new TestModels.Gate();
    String id;
    try (Emulator first = start(shut);
        Caller caller = new Caller(first)) {
      id = caller.submit(GATE, "{}");
      shut.reached.await();
    }
    // What as many deaths would have left behind; an orderly stop leaves nothing.
    Path attempts = folder.resolve("requests/" + id + ".attempts");
    Files.write(attempts, new byte[Runners.MAX_ATTEMPTS], StandardOpenOption.CREATE_NEW);
    try (Emulator second = start(shut);
        Caller caller = new Caller(second)) {
      assertTrue(caller.follow(id).contains("runner_disconnected"));
      assertEquals(503, caller.result(id).status());
      assertTrue(Files.notExists(attempts));
    }
  }

  @Test
  void whatEndedIsForgottenAfterTheRetention() throws Exception {
    try (Emulator emulator = start(new TestModels.Echo());
        Caller caller = new Caller(emulator)) {
      String id = caller.submit(ECHO, "{}");
      caller.follow(id);
      Instant now = Instant.now();
      emulator.prune(now.plus(Duration.ofMinutes(59)));
      assertEquals(200, caller.result(id).status());
      emulator.prune(now.plus(Duration.ofMinutes(61)));
      assertEquals(404, caller.result(id).status());
      try (var left = Files.list(folder.resolve("requests"))) {
        assertEquals(0, left.count());
      }
    }
  }

  @Test
  void whatIsUnfinishedIsNeverForgotten() throws Exception {
    var shut = new TestModels.Gate();
    try (Emulator emulator = start(shut);
        Caller caller = new Caller(emulator)) {
      String id = caller.submit(GATE, "{}");
      emulator.prune(Instant.now().plus(Duration.ofDays(30)));
      assertEquals(202, caller.status(id).status());
    }
  }
}
