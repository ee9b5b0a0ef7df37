package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.jobs.Figures.Place;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is counted for those who watch, whichever store keeps the rows. */
public interface FigureStoreContract extends JobMoves {
  FigureStore figures();

  @Test
  default void anEmptyStoreHasNothingToCount() {
    assertEquals(new Figures(Map.of(), null, 0, 0, 0), figures().figures());
  }

  @Test
  default void jobsAreCountedWhereTheyAreUntilTheyEnd() {
    grant(ANN, 100);
    grant(BEN, 11);
    Job polled = submitting(claimed(Fixtures.job(ANN, 7, null, NOON)));
    record(polled, new Outcome.Submitted(Fixtures.request(polled.id()), NOON.plusSeconds(60)));
    Job ended = claimed(Fixtures.job(ANN, 2, null, NOON));
    fail(ended);
    Job stored = delivered(claimed(Fixtures.job(ANN, 5, null, NOON.minusSeconds(60))));
    record(stored, new Outcome.Finished(Fixtures.output(stored), 4));
    for (String type : new String[] {"image", "video", "rembg"}) {
      admit(Fixtures.job(BEN, type));
    }

    assertEquals(
        new Figures(
            Map.of(
                new Place("upscale", Phase.QUEUED), 1L,
                new Place("image", Phase.WAITING), 1L,
                new Place("video", Phase.WAITING), 1L,
                new Place("rembg", Phase.WAITING), 1L),
            NOON,
            1,
            100 - 4 + 11,
            7 + 3),
        figures().figures());
  }

  @Test
  default void theOldestThatWaitsTellsTheAgeOfTheQueueAlsoIfItWasSentBack() {
    grant(ANN, 100);
    Job back = claimed(Fixtures.job(ANN, 1, null, NOON.minusSeconds(90)));
    admit(Fixtures.job(ANN, 1, null, NOON));
    assertEquals(NOON.minusSeconds(90), figures().figures().waitingSince());
    assertEquals(1, figures().figures().inFlight());

    record(back, new Outcome.Retry(new Cause("NO", "No."), NOON.plusSeconds(30)));

    Figures seen = figures().figures();
    assertEquals(NOON.minusSeconds(90), seen.waitingSince());
    assertEquals(0, seen.inFlight());
    assertEquals(Map.of(new Place("upscale", Phase.WAITING), 2L), seen.unfinished());
  }
}
