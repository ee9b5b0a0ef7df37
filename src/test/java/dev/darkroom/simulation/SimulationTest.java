package dev.darkroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.simulation.Simulate.Report;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  private static final long FOUND_WITHIN = 1000;

  /** As many as there is time for; {@code ./darkroom simulate} lives through more. */
  private static final long CASES = 250;

  @Test
  void whateverHappensNothingIsLostAndNothingIsPaidTwice() throws Exception {
    Report report = new Simulate(Plant.NONE, 1, CASES).run();

    assertEquals(Optional.empty(), report.failure());
    Tally tally = report.tally();
    assertEquals(CASES, tally.cases);
    // Else it would have been a walk in the sun.
    assertTrue(tally.completed > tally.jobs / 3, tally::toString);
    assertTrue(tally.crashes > CASES && tally.storeFaults > CASES, tally::toString);
    assertTrue(tally.found > 0 && tally.submittedAgain > 0, tally::toString);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFound(Plant plant) throws Exception {
    assertNotEquals(
        Optional.empty(), new Simulate(plant, 1, FOUND_WITHIN).run().failure(), plant::name);
  }

  @Test
  void aSeedIsTheSameCaseEachTime() throws Exception {
    for (long seed = 1; seed <= 10; seed++) {
      Tally once = new Simulate(Plant.NONE, seed, 1).run().tally();
      Tally again = new Simulate(Plant.NONE, seed, 1).run().tally();
      assertEquals(once.digest, again.digest, "seed " + seed);
    }
  }
}
