package dev.darkroom.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.TestClock;
import dev.darkroom.provider.Health.State;
import dev.darkroom.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered of how the provider answers. */
class HealthTest {
  private final TestClock clock = new TestClock(Fixtures.NOON);
  private final Health health = new Health(clock);

  private void fails(Kind kind) {
    ProviderException failure = new ProviderException(kind, true, "submit answered 418", "", null);
    assertEquals(
        failure,
        assertThrows(
            ProviderException.class,
            () ->
                health.of(
                    () -> {
                      throw failure;
                    })));
  }

  @Test
  void nothingIsKnownBeforeItIsAsked() {
    Health.Report report = health.report();
    assertEquals(State.UNKNOWN, report.state());
    assertNull(report.lastSuccessAt());
    assertNull(report.lastFailureAt());
    assertEquals(Map.of(), report.failures());
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHORIZED, LOCKED_OUT",
    "BUSY, BUSY",
    "NOT_SENT, TROUBLED",
    "TROUBLE, TROUBLED",
    "OUTCOME_UNKNOWN, TROUBLED",
    "UNREADABLE, TROUBLED",
    "MODEL_REFUSED, WELL",
    "MODEL_FAILED, WELL",
    "NOT_FOUND, WELL",
    "NOT_READY, WELL"
  })
  void theLastCallSaysHowItDoes(Kind kind, State state) {
    fails(kind);
    assertEquals(state, health.report().state());
  }

  @Test
  void timesAndKindsAreKeptAndASuccessMendsAll() throws ProviderException {
    fails(Kind.UNAUTHORIZED);
    fails(Kind.UNAUTHORIZED);
    clock.advance(Duration.ofSeconds(1));
    fails(Kind.BUSY);
    clock.advance(Duration.ofSeconds(1));
    assertEquals("yes", health.of(() -> "yes"));
    Health.Report report = health.report();
    assertEquals(State.WELL, report.state());
    assertEquals(Fixtures.NOON, report.since());
    assertEquals(Fixtures.NOON.plusSeconds(1), report.lastFailureAt());
    assertEquals(Fixtures.NOON.plusSeconds(2), report.lastSuccessAt());
    assertEquals("submit answered 418", report.lastFailure());
    assertEquals(Map.of(Kind.UNAUTHORIZED, 2L, Kind.BUSY, 1L), report.failures());
  }
}
