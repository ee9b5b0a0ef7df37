package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.jobs.Loop;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** A loop that ends by itself is seen at {@code /q/health/live}, whichever it is. */
class LoopsTest {
  private final Loops loops = new Loops();

  private Status health() {
    return new HealthChecks().loops(loops).call().getStatus();
  }

  /** As nothing but an error of the JVM does. */
  private static boolean ends() {
    Thread.currentThread().interrupt();
    return false;
  }

  private static Loop loop(BooleanSupplier does) {
    return new Loop("test", does, Duration.ofMillis(1));
  }

  @Test
  void oneThatEndsIsMissedWhileTheOthersGoOn() {
    Loop first = loop(() -> false);
    Loop last = loop(() -> false);
    loops.start(first);
    assertEquals(Status.UP, health());
    loops.start(loop(LoopsTest::ends));
    loops.start(last);
    Awaitility.await().until(() -> health() == Status.DOWN);
    first.close();
    last.close();
  }

  @Test
  void thoseThatWereClosedAreNot() {
    Loop loop = loop(() -> false);
    loops.start(loop);
    loop.close();
    assertEquals(Status.UP, health());
  }
}
