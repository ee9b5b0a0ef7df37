package dev.darkroom.emulator;

import static dev.darkroom.emulator.TestModels.ECHO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.emulator.HookReceiver.Told;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How often a webhook is tried, and what is carried over a restart. */
@Timeout(60)
class HookRetryTest {
  private static final HookSettings QUICK =
      HookSettings.DEFAULT.withPauses(Duration.ofMillis(10), Duration.ofMillis(40));

  @TempDir Path folder;

  private Emulator start(HookSettings hooks) throws IOException {
    return start(EmulatorSettings.forTests(folder).withHooks(hooks));
  }

  private static Emulator start(EmulatorSettings settings) throws IOException {
    return Emulator.start(settings, TestModels.echo());
  }

  private static void awaitAllTold(Emulator emulator) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> emulator.settled() && emulator.allTold());
  }

  /** One request against this receiver, until nothing is tried any more. */
  private List<Told> toldBy(HookReceiver receiver, HookSettings hooks) throws Exception {
    try (receiver;
        Emulator emulator = start(hooks);
        Caller caller = new Caller(emulator)) {
      caller.submit(receiver.with(ECHO), "{}");
      awaitAllTold(emulator);
      URI url = URI.create(emulator.restUrl() + "/.well-known/jwks.json");
      JsonNode keys = caller.send(Caller.to(url).GET()).json();
      for (Told told : receiver.told()) {
        assertTrue(told.isGenuine(keys));
      }
      return receiver.told();
    }
  }

  @Test
  void everyBadAnswerIsTriedAgain() throws Exception {
    assertEquals(6, toldBy(HookReceiver.answering(500, 404, 401, 429, 503), QUICK).size());
  }

  @Test
  void any2xxIsEnough() throws Exception {
    assertEquals(1, toldBy(HookReceiver.answering(299), QUICK).size());
  }

  @Test
  void aRedirectIsTheEndAndIsNotFollowed() throws Exception {
    for (int status : List.of(301, 302, 307, 308)) {
      List<Told> told = toldBy(HookReceiver.answering(status), QUICK);
      assertEquals(List.of("/hook"), told.stream().map(Told::path).toList(), status + "");
    }
  }

  @Test
  void eachAttemptIsSignedAnew() throws Exception {
    var slow = QUICK.withPauses(Duration.ofMillis(1100), Duration.ofMillis(1100));
    List<Told> told = toldBy(HookReceiver.answering(500), slow);
    assertEquals(2, told.size());
    assertTrue(told.get(1).timestamp() > told.get(0).timestamp());
    assertNotEquals(
        told.get(0).header("X-Fal-Webhook-Signature"),
        told.get(1).header("X-Fal-Webhook-Signature"));
  }

  @Test
  void theFirstAttemptIsHastyAndLaterOnesArePatient() throws Exception {
    var calls = new AtomicInteger();
    var receiver =
        new HookReceiver(
            _ -> {
              Thread.sleep(calls.getAndIncrement() == 0 ? 20_000 : 1000);
              return 200;
            });
    var hooks = QUICK.withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(10));
    Instant start = Instant.now();
    assertEquals(2, toldBy(receiver, hooks).size());
    assertTrue(Duration.between(start, Instant.now()).toSeconds() < 10);
  }

  @Test
  void whoIsNotThereIsTriedAgain() throws Exception {
    HookReceiver gone = HookReceiver.answering();
    gone.close();
    try (Emulator emulator = start(QUICK);
        Caller caller = new Caller(emulator)) {
      String id = caller.submit(gone.with(ECHO), "{}");
      Awaitility.await().until(() -> emulator.calls(Call.WEBHOOK) >= 3);
      try (var back = new HookReceiver(gone.port(), _ -> 204)) {
        awaitAllTold(emulator);
        assertEquals(List.of(id), back.told().stream().map(Told::id).toList());
      }
    }
  }

  @Test
  void itIsGivenUpAfterThirtyOneAttempts() throws Exception {
    assertEquals(31, toldBy(new HookReceiver(_ -> 500), QUICK).size());
  }

  @Test
  void itIsGivenUpWhenTheResultExpires() throws Exception {
    var kind = EmulatorSettings.Limits.DEFAULT;
    var limits =
        new EmulatorSettings.Limits(
            kind.maxWaiting(),
            kind.maxBodyBytes(),
            kind.maxFileBytes(),
            kind.maxInputBytes(),
            kind.maxFolderBytes(),
            kind.maxInputPixels(),
            kind.maxOutputPixels(),
            Duration.ofSeconds(1),
            kind.fileRetention());
    var hooks = HookSettings.DEFAULT.withPauses(Duration.ofMillis(400), Duration.ofSeconds(10));
    try (Emulator emulator =
            start(EmulatorSettings.forTests(folder).withHooks(hooks).withLimits(limits));
        Caller caller = new Caller(emulator);
        HookReceiver receiver = new HookReceiver(_ -> 500)) {
      caller.submit(receiver.with(ECHO), "{}");
      awaitAllTold(emulator);
      // The third would be due 1.2 seconds after the end, or later.
      assertTrue(receiver.told().size() <= 2);
      assertFalse(receiver.told().isEmpty());
    }
  }

  @Test
  void whatIsNoAddressIsGivenUp() throws Exception {
    try (Emulator emulator = start(QUICK);
        Caller caller = new Caller(emulator)) {
      caller.submit(ECHO + "?fal_webhook=not%20an%20address", "{}");
      caller.submit(ECHO + "?fal_webhook=ftp%3A%2F%2Fexample.org%2F", "{}");
      awaitAllTold(emulator);
      assertEquals(0, emulator.calls(Call.WEBHOOK));
    }
  }

  @Test
  void pausesGrowUntilTheirBound() {
    List<Long> seconds =
        IntStream.range(0, 30)
            .mapToObj(tries -> new Hook("1", "", Instant.EPOCH, tries, Instant.EPOCH, false))
            .map(hook -> HookSettings.DEFAULT.pause(hook).toSeconds())
            .toList();
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 120L, 120L), seconds.subList(0, 9));
    long all = seconds.stream().mapToLong(Long::longValue).sum();
    assertTrue(all < Duration.ofHours(1).toSeconds(), all + " seconds");
  }

  @Test
  void onlySoManyAreUnderWayAtOnce() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var go = new Semaphore(0);
    try (Emulator emulator = start(QUICK.withBounds(31, 3, 100));
        Caller caller = new Caller(emulator);
        HookReceiver receiver =
            new HookReceiver(
                _ -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  go.acquire();
                  now.decrementAndGet();
                  return 200;
                })) {
      for (int i = 0; i < 12; i++) {
        caller.submit(receiver.with(ECHO), "{}");
      }
      Awaitility.await().until(() -> emulator.settled() && now.get() == 3);
      go.release(12);
      awaitAllTold(emulator);
      assertEquals(3, most.get());
      assertEquals(12, receiver.told().size());
    }
  }

  @Test
  void whatDoesNotFitInMemoryWaitsOnDisk() throws Exception {
    var go = new CountDownLatch(1);
    try (Emulator emulator = start(QUICK.withBounds(31, 2, 4));
        Caller caller = new Caller(emulator);
        HookReceiver receiver =
            new HookReceiver(
                _ -> {
                  go.await();
                  return 200;
                })) {
      var ids = new TreeSet<String>();
      for (int i = 0; i < 40; i++) {
        ids.add(caller.submit(receiver.with(ECHO), "{}"));
      }
      Awaitility.await().until(emulator::settled);
      // What is only on disk can be taken away there.
      String last = ids.pollLast();
      Files.delete(folder.resolve("requests/" + last + ".hook"));
      go.countDown();
      awaitAllTold(emulator);
      assertEquals(ids, new TreeSet<>(receiver.told().stream().map(Told::id).toList()));
      assertEquals(39, receiver.told().size());
    }
  }

  @Test
  void aRestartGoesOnWhereItStopped() throws Exception {
    try (HookReceiver receiver = new HookReceiver(_ -> 500)) {
      String id;
      try (Emulator first = start(QUICK);
          Caller caller = new Caller(first)) {
        id = caller.submit(receiver.with(ECHO), "{}");
        Awaitility.await().until(() -> receiver.told().size() >= 3);
      }
      int before = receiver.told().size();
      var onDisk = new RequestFolder(folder.resolve("requests"), folder.resolve("tmp"));
      int counted = onDisk.readHook(id).orElseThrow().attempts();
      // One attempt may have been under way, and is not counted.
      assertTrue(counted == before || counted == before - 1, counted + " of " + before);
      try (Emulator second = start(QUICK.withBounds(counted + 2, 1, 10))) {
        awaitAllTold(second);
        assertEquals(2, receiver.told().size() - before);
      }
    }
  }

  @Test
  void whatRanAtARestartIsToldWhenItHasEnded() throws Exception {
    try (HookReceiver receiver = HookReceiver.answering()) {
      var shut = new TestModels.Gate();
      String id;
      try (Emulator first =
              Emulator.start(EmulatorSettings.forTests(folder), List.<Model>of(shut));
          Caller caller = new Caller(first)) {
        id = caller.submit(receiver.with(TestModels.GATE), "{}");
        shut.reached.await();
      }
      assertEquals(List.of(), receiver.told());
      var open = new TestModels.Gate();
      open.open.release();
      try (Emulator second =
          Emulator.start(EmulatorSettings.forTests(folder), List.<Model>of(open))) {
        awaitAllTold(second);
        assertEquals(List.of(id), receiver.told().stream().map(Told::id).toList());
      }
    }
  }

  @Test
  void aHalfWrittenFileDoesNotStopTheStart() throws Exception {
    try (HookReceiver receiver = new HookReceiver(_ -> 500)) {
      String broken;
      String whole;
      try (Emulator first = start(QUICK);
          Caller caller = new Caller(first)) {
        broken = caller.submit(receiver.with(ECHO), "{}");
        whole = caller.submit(receiver.with(ECHO), "{}");
        Awaitility.await().until(() -> receiver.told().size() >= 4);
      }
      Files.writeString(folder.resolve("requests/" + broken + ".hook"), "{\"id\":");
      int before = receiver.told().size();
      try (Emulator second = start(QUICK)) {
        awaitAllTold(second);
      }
      var after = receiver.told().subList(before, receiver.told().size());
      assertEquals(Set.of(whole), Set.copyOf(after.stream().map(Told::id).toList()));
    }
  }

  @Test
  void whatWasToldIsNotToldAgainAfterARestart() throws Exception {
    try (HookReceiver receiver = HookReceiver.answering()) {
      try (Emulator first = start(QUICK);
          Caller caller = new Caller(first)) {
        caller.submit(receiver.with(ECHO), "{}");
        awaitAllTold(first);
      }
      try (Emulator second = start(QUICK);
          Caller caller = new Caller(second)) {
        caller.submit(receiver.with(ECHO), "{}");
        awaitAllTold(second);
      }
      assertEquals(2, receiver.told().size());
      assertEquals(2, receiver.told().stream().map(Told::id).distinct().count());
    }
  }
}
