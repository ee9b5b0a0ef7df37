package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jobs with words that only a later version knows, as while servers are renewed one by one: an
 * older one does not touch them. Here the later version is this one, once the word is known again.
 */
public interface LaterVersionContract extends JobMoves {

  /** Writes a word into a field of the job's row, past the store. */
  void write(Job job, String field, String word);

  @ParameterizedTest
  @CsvSource({"step, submit", "phase, waiting"})
  default void aWaitingJobIsLeftToIt(String field, String known) {
    grant(ANN, 100);
    Job job = admit(Fixtures.job(ANN));
    write(job, field, "dancing");

    assertEquals(List.of(), claim(10));
    assertEquals(List.of(), jobs().overdue(job.startBy(), 10));

    write(job, field, known);
    assertEquals(List.of(job.id()), ids(jobs().overdue(job.startBy(), 10)));
    assertEquals(job.version() + 1, claim(10).getFirst().version());
  }

  @ParameterizedTest
  @CsvSource({"step, poll", "phase, queued"})
  default void aJobUnderWayIsLeftToItAndKeepsItsPlace(String field, String known) {
    grant(ANN, 100);
    Job claimed = claimed(Fixtures.job(ANN));
    Outcome submitted = new Outcome.Submitted(Fixtures.request("r"), NOON);
    Job job = record(submitting(claimed), submitted).orElseThrow();
    write(job, field, "dancing");
    Job another = admit(Fixtures.job(ANN));

    assertEquals(List.of(), jobs().claim("w", NOON, NOON.plus(LEASE), 10, 1));
    assertEquals(List.of(another.id()), ids(claim(10)));

    write(job, field, known);
    Job found = claim(10).getFirst();
    assertEquals(job.state(), found.state());
    assertEquals(job.version() + 1, found.version());
  }

  @ParameterizedTest
  @CsvSource({"step, submit", "phase, waiting"})
  default void aLapsedLeaseIsLeftToIt(String field, String known) {
    grant(ANN, 100);
    Job job = claimed(Fixtures.job(ANN));
    Job another = claimed(Fixtures.job(ANN));
    write(job, field, "dancing");
    Instant lapse = NOON.plus(LEASE);

    assertEquals(List.of(another.id()), ids(lapsed(lapse)));

    write(job, field, known);
    assertEquals(List.of(job.id()), ids(lapsed(lapse)));
  }
}
