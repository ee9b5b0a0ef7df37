package dev.darkroom.jobs;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a database as they lie there, and what must be true of them at every moment.
 *
 * @param entries the oldest first
 * @param files the id of the job that made it, for each file of the library
 * @param lines of the jobs' stories, in their order
 */
public record Book(
    List<OfUser> users,
    List<OfJob> jobs,
    List<Hold> holds,
    List<Entry> entries,
    List<String> files,
    List<Line> lines) {

  public record OfUser(String user, long balance, long held, long unfinished) {}

  public record OfJob(
      String id,
      String user,
      String phase,
      long lane,
      long heldCredits,
      @Nullable Long chargedCredits,
      long submits,
      long lostAnswers) {

    boolean ended() {
      return Set.of("completed", "failed", "cancelled").contains(phase);
    }
  }

  public record Hold(String job, String user, long credits, String state) {}

  public record Entry(
      String user, long delta, long balance, @Nullable String ref, @Nullable String job) {}

  public record Line(String job, long seq, String kind) {}

  /** Every sum, every hold and every charge is what the jobs and the entries say. */
  public void check() {
    users.forEach(this::check);
    jobs.forEach(this::check);
    assertEquals(jobs.size(), holds.size(), "a hold for each job, and for nothing else");
    assertEquals(
        jobs.stream().filter(job -> job.phase.equals("completed")).count(),
        files.size(),
        "a file for each completed job, and for no other");
  }

  private void check(OfUser user) {
    long balance = 0;
    for (Entry entry : entries) {
      if (entry.user.equals(user.user)) {
        balance += entry.delta;
        assertEquals(balance, entry.balance, () -> "the statement adds up: " + entry);
      }
    }
    assertEquals(balance, user.balance, "balance = sum of entries");
    long held =
        holds.stream()
            .filter(hold -> hold.user.equals(user.user) && hold.state.equals("open"))
            .mapToLong(Hold::credits)
            .sum();
    assertEquals(held, user.held, "held = sum of open holds");
    assertTrue(held <= balance, "nobody holds more than there is");
    long unfinished =
        jobs.stream().filter(job -> job.user.equals(user.user) && !job.ended()).count();
    assertEquals(unfinished, user.unfinished, "unfinished jobs are counted");
  }

  private void check(OfJob job) {
    String settled =
        switch (job.phase) {
          case "completed" -> "charged";
          case "failed", "cancelled" -> "released";
          default -> "open";
        };
    assertEquals(
        List.of(new Hold(job.id, job.user, job.heldCredits, settled)),
        holds.stream().filter(hold -> hold.job.equals(job.id)).toList(),
        () -> "a hold is open exactly as long as its job is: " + job);
    assertEquals(
        job.chargedCredits == null || job.chargedCredits == 0
            ? List.of()
            : List.of(-job.chargedCredits),
        entries.stream().filter(e -> job.id.equals(e.job)).map(Entry::delta).toList(),
        () -> "one charge, if and only if completed: " + job);
    assertEquals(job.ended(), job.lane == 0, () -> "an ended job stands in no line: " + job);
    check(job, lines.stream().filter(line -> line.job.equals(job.id)).toList());
  }

  private static void check(OfJob job, List<Line> story) {
    assertEquals(
        IntStream.rangeClosed(1, story.size()).mapToObj(Long::valueOf).toList(),
        story.stream().map(Line::seq).toList(),
        () -> "the story is numbered without gaps: " + story);
    Map<String, Long> kinds = story.stream().collect(groupingBy(Line::kind, counting()));
    assertEquals(1, kinds.get("admitted"), () -> "admitted once: " + story);
    long ends =
        Stream.of("completed", "failed", "cancelled")
            .mapToLong(kind -> kinds.getOrDefault(kind, 0L))
            .sum();
    assertEquals(job.ended() ? 1 : 0, ends, () -> "it ends once: " + story);
  }

  /** Of jobs with one call each: only a lost answer is a reason to submit again. */
  public void checkSubmits() {
    for (OfJob job : jobs) {
      assertTrue(job.submits <= 1 + job.lostAnswers, () -> "submits ≤ 1 + lost answers: " + job);
    }
  }

  public long underWay() {
    return jobs.stream().filter(job -> job.lane == 2).count();
  }

  /** How often the stories tell of this. */
  public long told(String kind) {
    return lines.stream().filter(line -> line.kind.equals(kind)).count();
  }
}
