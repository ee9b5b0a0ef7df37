package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is due is found at its millisecond, in whole seconds and between them alike. */
public abstract class TimesContract {
  private static final long[] MILLIS = {0, 1, 500, 999, 1000, 1001};

  @TempDir Path folder;
  private Rows rows;

  /** Fresh ones; a file may lie in this folder. */
  protected abstract Rows rows(Path folder);

  @BeforeEach
  void open() {
    rows = rows(folder);
    rows.credits().grant(ANN, 100, "test", "test", NOON);
  }

  @AfterEach
  void close() {
    rows.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 500, 999, 1000, 1001})
  void visitsAreDueAtTheirTime(long now) {
    Job[] jobs = claimed();
    for (int i = 0; i < jobs.length; i++) {
      Job submitting = record(jobs[i], new Outcome.Submitting(NOON));
      record(submitting, new Outcome.Submitted(Fixtures.request("r" + i), at(MILLIS[i])));
    }
    assertEquals(upTo(now), dues(rows.jobs().claim("w", at(now), at(now), 9, 40)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 500, 999, 1000, 1001})
  void jobsThatWereSentBackAreDueAtTheirTime(long now) {
    Job[] jobs = claimed();
    for (int i = 0; i < jobs.length; i++) {
      record(jobs[i], new Outcome.Retry(new Cause("BUSY", "Busy."), at(MILLIS[i])));
    }
    assertEquals(upTo(now), dues(rows.jobs().claim("w", at(now), at(now), 9, 40)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 500, 999, 1000, 1001})
  void leasesLapseAtTheirTime(long now) {
    for (long until : MILLIS) {
      rows.jobs().admit(Fixtures.job(ANN));
      rows.jobs().claim("w" + until, NOON, at(until), 1, 40);
    }
    assertEquals(
        upTo(now).size(), rows.jobs().claimLapsed("s", at(now), at(now).plusSeconds(9), 9).size());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 500, 999, 1000, 1001})
  void jobsAreOverdueAtTheirTime(long now) {
    for (long created : MILLIS) {
      rows.jobs().admit(Fixtures.job(ANN, 1, null, at(created)));
    }
    Instant later = Fixtures.job(ANN, 1, null, at(now)).startBy();
    assertEquals(
        upTo(now),
        rows.jobs().overdue(later, 9).stream()
            .map(job -> millis(job.createdAt()))
            .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 500, 999, 1000, 1001})
  void jobsAreForgottenThatEndedBeforeThatTime(long before) {
    Job[] jobs = claimed();
    for (int i = 0; i < jobs.length; i++) {
      Outcome failed = new Outcome.Failed(new Cause("NO", "No."));
      Instant end = at(MILLIS[i]);
      rows.jobs().record(Transitions.after(jobs[i], failed, end), end);
    }
    assertEquals(upTo(before - 1).size(), rows.jobs().prune(at(before), 9));
    assertEquals(
        MILLIS.length - upTo(before - 1).size(), rows.jobs().list(ANN, null, null, 9, null).size());
  }

  /** One for each of the times. */
  private Job[] claimed() {
    for (long _ : MILLIS) {
      rows.jobs().admit(Fixtures.job(ANN));
    }
    return rows.jobs()
        .claim("w", NOON, NOON.plusSeconds(30), MILLIS.length, 40)
        .toArray(Job[]::new);
  }

  private Job record(Job job, Outcome outcome) {
    return rows.jobs().record(Transitions.after(job, outcome, NOON), NOON).orElseThrow();
  }

  private static Set<Long> dues(List<Job> jobs) {
    return jobs.stream().map(job -> millis(job.state().dueAt())).collect(Collectors.toSet());
  }

  private static Instant at(long millis) {
    return NOON.plusMillis(millis);
  }

  private static long millis(Instant time) {
    return NOON.until(time).toMillis();
  }

  private static Set<Long> upTo(long now) {
    return LongStream.of(MILLIS).filter(at -> at <= now).boxed().collect(Collectors.toSet());
  }
}
