package dev.darkroom.credits;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.JobStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every credit store keeps to. */
public abstract class CreditStoreContract {

  protected abstract CreditStore credits();

  protected abstract JobStore jobs();

  @Test
  void anUnknownUserHasNothing() {
    assertEquals(new Account(0, 0), credits().account(ANN));
    assertEquals(List.of(), credits().entries(ANN, 10, null));
  }

  @Test
  void aReferenceCountsOnceForAUser() {
    Grant first = credits().grant(ANN, 50, "Welcome", "welcome", NOON);
    Grant again = credits().grant(ANN, 70, "Welcome", "welcome", NOON);
    credits().grant(BEN, 5, "Welcome", "welcome", NOON);

    Entry entry = assertInstanceOf(Grant.Granted.class, first).entry();
    assertEquals(new Grant.AlreadyGranted(entry), again);
    assertEquals(new Account(50, 0), credits().account(ANN));
    assertEquals(new Account(5, 0), credits().account(BEN));
  }

  @Test
  void aCorrectionTakesOnlyWhatIsAvailable() {
    credits().grant(ANN, 50, "Welcome", "a", NOON);
    jobs().admit(Fixtures.job(ANN, 30, null, NOON));

    assertEquals(new Grant.NotCovered(20), credits().grant(ANN, -21, "Correction", "b", NOON));
    assertInstanceOf(Grant.Granted.class, credits().grant(ANN, -20, "Correction", "c", NOON));
    assertEquals(new Account(30, 30), credits().account(ANN));
  }

  @Test
  void theStatementIsReadNewestFirstInPages() {
    for (int i = 1; i <= 5; i++) {
      credits().grant(ANN, i, "Top-up", "t" + i, NOON.plusSeconds(i));
    }
    credits().grant(BEN, 99, "Top-up", "t", NOON);
    List<Entry> page = credits().entries(ANN, 2, null);
    List<Entry> rest = credits().entries(ANN, 10, page.getLast().id());

    assertEquals(List.of(5L, 4L), page.stream().map(Entry::delta).toList());
    assertEquals(List.of(3L, 2L, 1L), rest.stream().map(Entry::delta).toList());
    assertEquals(15, page.getFirst().balance());
    assertEquals(5, credits().entries(ANN, 10, "1000000").size());
    assertEquals(NOON.plusSeconds(5), page.getFirst().createdAt());
  }

  @Test
  void aCursorThatIsNoneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> credits().entries(ANN, 10, "x' OR 1=1"));
  }
}
