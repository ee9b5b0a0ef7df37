package dev.darkroom.db.surreal;

import dev.darkroom.simulation.Cases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsSurreal.class)
class SurrealSimulationTest {
  /** Each write goes to another process here, so there are few. */
  private static final long CASES = 12;

  @Test
  void whateverHappensNothingIsLostAndNothingIsPaidTwice() {
    Cases.live(CASES, SurrealRows::new);
  }
}
