package dev.darkroom.db.surreal;

import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.Standing;
import dev.darkroom.jobs.Standing.Asked;
import dev.darkroom.jobs.State;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between what {@link JobSurql#STANDINGS} answers and how jobs stand. */
final class StandingRow {

  private StandingRow() {}

  /**
   * Those that were found.
   *
   * @param count counts for each of these waiting jobs how many come before it
   */
  static Map<Asked, Standing> read(
      Collection<Asked> asked, Row answer, Function<List<RecordId>, Map<RecordId, Integer>> count) {
    List<Row> jobs = Row.all(answer.list("jobs"));
    Map<RecordId, Integer> ahead =
        count.apply(jobs.stream().filter(StandingRow::waits).map(Row::id).distinct().toList());
    Map<Asked, Standing> found = new HashMap<>();
    for (Asked each : asked) {
      jobs.stream()
          .filter(job -> isAsked(job, each))
          .findFirst()
          .ifPresent(job -> found.put(each, standing(job, answer, ahead)));
    }
    return found;
  }

  /** As {@link State#needsTurn} tells it of a whole job. */
  private static boolean waits(Row job) {
    return job.text("step").equals("submit") && job.list("results").isEmpty();
  }

  private static boolean isAsked(Row job, Asked asked) {
    return job.text("email").equals(asked.user())
        && !asked.id().isEmpty()
        && (job.id().text().equals(asked.id()) || job.text("fal_request_id").equals(asked.id()));
  }

  private static Standing standing(Row job, Row answer, Map<RecordId, Integer> ahead) {
    boolean waits = waits(job);
    Phase phase = JobRow.phase(job);
    String key = job.textOrNull("result_key");
    return new Standing(
        JobTable.typeOf(job),
        phase,
        waits,
        job.decimal("progress"),
        waits ? ahead.getOrDefault(job.id(), 0) : JobRow.position(job),
        JobRow.cause(job),
        job.numberOrNull("credits"),
        key,
        phase == Phase.COMPLETED && isThere(job.text("email"), key, answer),
        phase == Phase.COMPLETED && answer.list("firsts").contains(job.id().text()));
  }

  private static boolean isThere(String user, @Nullable String key, Row answer) {
    return Row.all(answer.list("there")).stream()
        .anyMatch(item -> item.text("email").equals(user) && item.text("key").equals(key));
  }
}
