package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** However many ask and however slow it is, what is probed is left in peace. */
class ProbeTest {
  private static final Duration WITHIN = Duration.ofMillis(200);
  private static final Duration KEEP = Duration.ofSeconds(2);
  private static final int REST = 10;

  private final AtomicLong nanos = new AtomicLong(1);
  private final AtomicInteger looks = new AtomicInteger();

  private Probe<Integer> counting() {
    return new Probe<>(looks::incrementAndGet, WITHIN, KEEP, REST, nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aStormIsOneLook() throws Exception {
    Probe<Integer> probe = counting();
    List<Future<Optional<Integer>>> seen = new ArrayList<>();
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10_000; i++) {
        seen.add(crowd.submit(probe::seen));
      }
    }
    for (Future<Optional<Integer>> each : seen) {
      assertEquals(Optional.of(1), each.get());
    }
    assertEquals(1, looks.get());
  }

  @Test
  void whatWasSeenCountsForAWhile() {
    Probe<Integer> probe = counting();
    assertEquals(Optional.of(1), probe.seen());
    pass(KEEP.minusNanos(1));
    assertEquals(Optional.of(1), probe.seen());
    pass(Duration.ofNanos(1));
    assertEquals(Optional.of(2), settled(probe));
  }

  /** The thread that looked may live a moment longer than its answer takes. */
  private static Optional<Integer> settled(Probe<Integer> probe) {
    return Awaitility.await().until(probe::seen, seen -> seen.equals(Optional.of(2)));
  }

  @Test
  void aSlowLookIsFollowedByALongRest() {
    Probe<Integer> probe =
        new Probe<>(
            () -> {
              pass(Duration.ofMillis(500));
              return looks.incrementAndGet();
            },
            Duration.ofSeconds(5),
            KEEP,
            REST,
            nanos::get);
    assertEquals(Optional.of(1), probe.seen());
    pass(Duration.ofMillis(4_900));
    assertEquals(Optional.of(1), probe.seen());
    pass(Duration.ofMillis(100));
    assertEquals(Optional.of(2), settled(probe));
  }

  @Test
  void aFailureIsNothingSeen() {
    Probe<Integer> probe =
        new Probe<>(
            () -> {
              throw new IOException("away, at http://secret@host");
            },
            WITHIN,
            KEEP,
            REST,
            nanos::get);
    assertEquals(Optional.empty(), probe.seen());
  }

  @Test
  void aLookThatHangsIsGivenUpAndNobodyWaitsForItTwice() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    Probe<Integer> probe =
        new Probe<>(
            () -> {
              try {
                Thread.sleep(Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return 0;
            },
            WITHIN,
            KEEP,
            REST,
            nanos::get);
    assertEquals(Optional.empty(), probe.seen());
    interrupted.await();
    pass(WITHIN);
    long startNanos = System.nanoTime();
    assertEquals(Optional.empty(), probe.seen());
    assertTrue(System.nanoTime() - startNanos < WITHIN.toNanos());
  }
}
