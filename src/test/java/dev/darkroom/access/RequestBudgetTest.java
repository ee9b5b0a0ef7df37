package dev.darkroom.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many requests a user may make, on a clock of the test's. */
class RequestBudgetTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final RequestBudget budget = new RequestBudget(60, nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
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
