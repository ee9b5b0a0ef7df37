package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.Standing.Asked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What they are told who poll for a job. */
public interface StandingContract extends JobMoves {

  @Test
  default void whoWaitsIsToldHowManyAreAhead() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN, "image"));
    Job second = admit(Fixtures.job(ANN, "video"));

    assertEquals(
        new Standing("video", Phase.WAITING, true, 0, 1, null, null, null, false, false),
        standing(second));
  }

  @Test
  default void whoIsInTheQueueOfTheProviderIsToldItsPlaceThere() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN));
    Job job = submitting(claim(1).getFirst());
    record(job, new Outcome.Submitted(Fixtures.request(job.id()), NOON));
    job = record(claim(1).getFirst(), new Outcome.InQueue(7, NOON)).orElseThrow();

    assertEquals(
        new Standing("upscale", Phase.QUEUED, false, 0.05, 7, null, null, null, false, false),
        standing(job));
    job = record(claim(1).getFirst(), new Outcome.Running(0.5, List.of(), NOON)).orElseThrow();
    assertEquals(Phase.RUNNING, standing(job).phase());
    assertEquals(job.state().progress(), standing(job).progress());
    assertEquals(job.state().queuePosition(), standing(job).queuePosition());
  }

  @Test
  default void aResultIsNamedAlsoWhenItIsThereNoMore() {
    grant(ANN, 100);
    admit(Fixtures.job(ANN, 30, null, NOON));
    Job stored = delivered(claim(1).getFirst());
    Output output = Fixtures.output(stored);
    Job done = record(stored, new Outcome.Finished(output, 20)).orElseThrow();

    Standing there =
        new Standing(
            "upscale", Phase.COMPLETED, false, 1, null, null, 20L, output.key(), true, true);
    assertEquals(there, standing(done));
    assertTrue(library().remove(ANN, output.key()).isPresent());
    Standing gone = standing(done);
    assertFalse(gone.resultThere());
    assertEquals(output.key(), gone.resultKey());
  }

  @Test
  default void aFailureHasItsCause() {
    Job failed = fail(claimed(Fixtures.job(ANN, 0, null, NOON)));
    Standing standing = standing(failed);
    assertEquals(Phase.FAILED, standing.phase());
    assertEquals(failed.state().cause(), standing.cause());
    assertNull(standing.chargedCredits());
    assertFalse(standing.first());
  }

  @Test
  default void manyAreAskedForAtOnceByEitherOfTheirIds() {
    Map<Asked, Standing> expected = new HashMap<>();
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Job ofAnn = Fixtures.completed(jobs(), ANN);
      String request = Fixtures.request(ofAnn.id()).requestId();
      asked.add(new Asked(ANN, ofAnn.id()));
      asked.add(new Asked(ANN, request));
      asked.add(new Asked(BEN, i % 2 == 0 ? ofAnn.id() : request));
      expected.put(new Asked(ANN, ofAnn.id()), standing(ofAnn));
      expected.put(new Asked(ANN, request), standing(ofAnn));
    }
    grant(ANN, 100);
    Job waiting = admit(Fixtures.job(ANN, "video"));
    asked.add(new Asked(ANN, waiting.id()));
    expected.put(new Asked(ANN, waiting.id()), standing(waiting));
    asked.add(new Asked(ANN, "nothing"));
    asked.add(new Asked(ANN, ""));

    assertEquals(expected, jobs().standings(asked));
    assertEquals(Map.of(), jobs().standings(List.of(new Asked(ANN, ""))));
  }
}
