package dev.darkroom.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How many requests a user may make, on a clock of the test's. */
class RequestBudgetTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final RequestBudget budget = new RequestBudget(60, now::get);

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private int taken(String user, int requests) {
    int taken = 0;
    for (int i = 0; i < requests; i++) {
      taken += budget.take(user).isEmpty() ? 1 : 0;
    }
    return taken;
  }

  @Test
  void aMinutesWorthIsThereAtOnceAndThenOneASecond() {
    assertEquals(60, taken("ann", 100));
    assertEquals(Optional.of(Duration.ofSeconds(1)), budget.take("ann"));
    pass(Duration.ofMillis(400));
    assertEquals(Optional.of(Duration.ofMillis(600)), budget.take("ann"));
    pass(Duration.ofMillis(600));
    assertEquals(1, taken("ann", 5));
    pass(Duration.ofSeconds(10));
    assertEquals(10, taken("ann", 50));
  }

  @Test
  void whoWasAwayHasAMinutesWorthAndNoMore() {
    assertEquals(60, taken("ann", 60));
    pass(Duration.ofHours(10));
    assertEquals(60, taken("ann", 1000));
  }

  @Test
  void othersHaveTheirOwn() {
    assertEquals(60, taken("ann", 100));
    assertEquals(60, taken("bob", 100));
  }

  /** A clock that is set back must neither stop a user for hours nor give more. */
  @Test
  void aClockThatGoesBackGivesNothingAndTakesNothing() {
    assertEquals(60, taken("ann", 60));
    pass(Duration.ofHours(-1));
    assertEquals(0, taken("ann", 5));
    assertTrue(budget.take("ann").orElseThrow().compareTo(Duration.ofMinutes(61)) < 0);
  }

  @Test
  void manyAtOnceTakeNoMore() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 1000; i++) {
        threads.execute(() -> taken.addAndGet(budget.take("ann").isEmpty() ? 1 : 0));
      }
    }
    assertEquals(60, taken.get());
  }
}
