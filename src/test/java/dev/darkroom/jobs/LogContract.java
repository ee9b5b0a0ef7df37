package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.allAtOnce;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The log of each job is one log of its user too. */
public interface LogContract extends JobMoves {

  private List<Long> numbers(String user) {
    return jobs().eventsOfUser(user, 0, 1000).stream().map(JobEvent::n).toList();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  default void theLinesOfAUserAreNumberedOverAllJobs() {
    grant(ANN, 10);
    grant(BEN, 10);
    Job first = claimed(Fixtures.job(ANN));
    Job other = claimed(Fixtures.job(BEN));
    Job second = claimed(Fixtures.job(ANN));
    fail(second);
    fail(other);
    fail(first);

    List<JobEvent> lines = jobs().eventsOfUser(ANN, 0, 100);
    assertEquals(
        List.of(first.id(), second.id(), second.id(), first.id()),
        lines.stream().map(JobEvent::jobId).toList());
    assertEquals(upTo(4), numbers(ANN));
    assertEquals(lines.subList(1, 3), jobs().eventsOfUser(ANN, 1, 2));
    assertEquals(List.of(), jobs().eventsOfUser(ANN, 4, 100));
    assertEquals(List.of(lines.get(0), lines.get(3)), jobs().events(first.id()));
    assertEquals(List.of(lines.get(3)), jobs().events(first.id(), 1, 9));
    assertEquals(List.of(lines.get(0)), jobs().events(first.id(), 0, 1));
    assertEquals(2, jobs().lastSeq(first.id()));
    assertEquals(1, jobs().lastSeq(admit(Fixtures.job("cid@example.org", 0, null, NOON)).id()));
    assertEquals(0, jobs().lastSeq("nobody's"));
    assertEquals(
        Map.of(ANN, 4L, BEN, 2L), jobs().lastEvents(List.of(ANN, BEN, "nobody@example.org")));
    assertEquals(Map.of(), jobs().lastEvents(List.of()));
  }

  @Test
  default void aLineSaysHowTheJobStood() {
    grant(ANN, 10);
    Job job = submitting(claimed(Fixtures.job(ANN)));
    record(job, new Outcome.Submitted(Fixtures.request("r"), NOON));
    record(claim(1).getFirst(), new Outcome.InQueue(3, NOON));
    record(claim(1).getFirst(), new Outcome.Running(null, List.of(), NOON));
    record(claim(1).getFirst(), new Outcome.Running(0.03, List.of("3%"), NOON));
    record(claim(1).getFirst(), new Outcome.Running(0.5, List.of("3%", "50%"), NOON));
    record(claim(1).getFirst(), new Outcome.Running(0.5, List.of("50%", "slow"), NOON));

    List<JobEvent> lines = jobs().events(job.id());
    assertEquals(
        List.of("admitted", "submitting", "submitted", "queued", "running", "progress"),
        lines.stream().map(JobEvent::kind).toList());
    assertEquals(
        List.of(0.0, 0.0, 0.05, 0.05, 0.1, 0.5), lines.stream().map(JobEvent::progress).toList());
    assertEquals(3, lines.get(3).queuePosition());
    assertEquals("50 % done.", lines.get(5).message());
    assertEquals(List.of("50%", "slow"), jobs().get(job.id()).orElseThrow().state().log());
  }

  @Test
  default void linesThatAreWrittenAtOnceAreReadInTheOrderOfTheirNumbers() throws Exception {
    grant(ANN, 100);
    List<Job> claimed = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      admit(Fixtures.job(ANN));
    }
    claimed.addAll(claim(15));
    ConcurrentLinkedQueue<Job> all = new ConcurrentLinkedQueue<>(claimed);
    List<Long> seen = new ArrayList<>();
    Thread reader =
        Thread.startVirtualThread(
            () -> {
              while (seen.size() < 45) {
                long last = seen.isEmpty() ? 0 : seen.getLast();
                jobs().eventsOfUser(ANN, last, 100).forEach(line -> seen.add(line.n()));
              }
            });
    allAtOnce(15, () -> fail(submitting(all.remove())));
    reader.join(20_000);

    assertEquals(upTo(45), seen, "a reader who goes on from the last line misses none");
    assertEquals(upTo(45), numbers(ANN));
    assertTrue(all.isEmpty());
  }

  @Test
  default void numbersAreNotUsedAgainWhenOldLinesAreForgotten() {
    grant(ANN, 10);
    fail(claimed(Fixtures.job(ANN)));
    assertEquals(1, jobs().prune(NOON.plusSeconds(1), 10));
    assertEquals(List.of(), numbers(ANN));

    admit(Fixtures.job(ANN));
    assertEquals(List.of(3L), numbers(ANN));
  }
}
