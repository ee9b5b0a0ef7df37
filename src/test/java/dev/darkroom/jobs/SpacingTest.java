package dev.darkroom.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpacingTest {
  private static final Instant NOON = Fixtures.NOON;
  private final Spacing spacing = new Spacing();

  @Test
  void whoComesAloneDoesNotWait() {
    assertEquals(NOON, spacing.notBefore(NOON));
    assertEquals(NOON.plusSeconds(9), spacing.notBefore(NOON.plusSeconds(9)));
  }

  @Test
  void howeverManyThereAreNobodyWaitsLong() {
    Instant longest = NOON.plus(Spacing.REACH);
    Instant before = spacing.notBefore(NOON);
    int together = 0;
    for (int i = 0; i < 500; i++) {
      Instant time = spacing.notBefore(NOON);
      assertTrue(!time.isAfter(longest), time::toString);
      together += time.equals(before.plus(Spacing.APART)) ? 0 : 1;
      before = time;
    }
    assertTrue(together < 10, "they share the minute evenly");
  }
}
