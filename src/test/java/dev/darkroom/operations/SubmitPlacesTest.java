package dev.darkroom.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkroom.operations.SubmitPlaces.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many submits are worked on at once, and whose. */
class SubmitPlacesTest {
  private final SubmitPlaces places = new SubmitPlaces(12);

  private List<Place> takeAll(String user) {
    List<Place> taken = new ArrayList<>();
    Refusal refusal =
        assertThrows(
            Refusal.class,
            () -> {
              while (taken.size() <= 12) {
                taken.add(places.take(user));
              }
            });
    assertEquals(Refusal.Kind.BUSY, refusal.kind());
    return taken;
  }

  @Test
  void oneAloneHasHalfOfThemAndLeavesSomeToOthers() throws Exception {
    List<Place> ann = takeAll("ann");
    assertEquals(6, ann.size());
    assertEquals(3, takeAll("ben").size());
    try (Place _ = places.take("carol")) {
      assertThrows(Refusal.class, () -> places.take("ann"));
    }
  }

  @Test
  void whatWasGivenBackIsTakenAgain() {
    List<Place> first = takeAll("ann");
    first.forEach(Place::close);
    assertEquals(first.size(), takeAll("ann").size());
  }

  @Test
  void whoWaitsElsewhereHasNoPlaceAndGoesOnInAnyCase() throws Exception {
    Place waiting = places.take("ann");
    List<Place> others =
        waiting.without(
            () -> {
              List<Place> all = takeAll("ann");
              assertEquals(6, all.size());
              return all;
            });
    assertThrows(Refusal.class, () -> places.take("ann"));
    others.forEach(Place::close);
    assertEquals(5, takeAll("ann").size());
  }

  @Test
  void whoFailsElsewhereHasItsPlaceAgainAndGivesItBackOnce() throws Exception {
    try (Place place = places.take("ann")) {
      assertThrows(
          IllegalStateException.class,
          () ->
              place.without(
                  () -> {
                    throw new IllegalStateException("another's server is away");
                  }));
      assertEquals(5, takeAll("ann").size());
    }
  }
}
