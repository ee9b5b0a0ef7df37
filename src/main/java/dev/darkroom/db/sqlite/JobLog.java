package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Move;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log of jobs: each line has a number within its job, and one over all jobs of its user. */
final class JobLog {
  private static final String ADD =
      """
      INSERT INTO job_event (job_id, seq, at, phase, kind, message, progress, queue_position, user, n)
      VALUES (:job, (SELECT coalesce(max(seq), 0) + 1 FROM job_event WHERE job_id = :job),
        :at, :phase, :kind, :message, :progress, :queue_position, :user, :n)
      """;

  private static final String COUNT =
      "UPDATE account SET events = events + 1 WHERE user = :user RETURNING events";

  private static final String OF_JOB =
      "SELECT * FROM job_event WHERE job_id = :job AND seq > :after ORDER BY seq LIMIT :limit";

  private static final String LAST_SEQ =
      "SELECT coalesce(max(seq), 0) FROM job_event WHERE job_id = :job";

  private static final String OF_USER =
      "SELECT * FROM job_event WHERE user = :user AND n > :after ORDER BY n LIMIT :limit";

  private static final String LAST_OF_USERS =
      """
      SELECT user, events FROM account
      WHERE user IN (SELECT value FROM json_each(:users)) AND events > 0
      """;

  private JobLog() {}

  /** Runs in the move that it tells of. */
  static void add(Session h, Job job, Move.Line line, Instant now) {
    long n = h.query(COUNT).bind("user", job.user()).number();
    h.query(ADD)
        .bind("job", job.id())
        .bind("user", job.user())
        .bind("n", n)
        .bind("at", now.toEpochMilli())
        .bind("phase", JobRow.text(job.phase()))
        .bind("kind", line.kind())
        .bind("message", line.message())
        .bind("progress", job.state().progress())
        .bind("queue_position", job.state().queuePosition())
        .execute();
  }

  static List<JobEvent> ofJob(Session h, String jobId, int afterSeq, int limit) {
    return h.query(OF_JOB)
        .bind("job", jobId)
        .bind("after", afterSeq)
        .bind("limit", limit)
        .list(JobRow::event);
  }

  static int lastSeq(Session h, String jobId) {
    return h.query(LAST_SEQ).bind("job", jobId).count();
  }

  static List<JobEvent> ofUser(Session h, String user, long afterN, int limit) {
    return h.query(OF_USER)
        .bind("user", user)
        .bind("after", afterN)
        .bind("limit", limit)
        .list(JobRow::event);
  }

  static Map<String, Long> lastOfUsers(Session h, Collection<String> users) {
    Map<String, Long> last = new HashMap<>();
    h.query(LAST_OF_USERS)
        .bind("users", users)
        .list(row -> last.put(row.text("user"), row.number("events")));
    return last;
  }
}
