package dev.darkroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.jobs.Rows;
import java.util.function.Supplier;

/** Some cases on other rows than those that {@link Simulate} uses. */
public final class Cases {
  private Cases() {}

  /**
   * Lives through the first cases, and fails at one that breaks.
   *
   * @param fresh empty rows, new ones for each case
   */
  public static void live(long cases, Supplier<Rows> fresh) {
    for (long seed = 1; seed <= cases; seed++) {
      try (Rows rows = fresh.get()) {
        assertEquals(1, new World(seed, Plant.NONE, rows).run().cases, "seed " + seed);
      }
    }
  }
}
