package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.State;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of the job store, named after their move. */
final class JobSql {

  private JobSql() {}

  static final String COUNT_UNFINISHED = "SELECT count(*) FROM job WHERE user = :user AND lane > 0";

  static final String FORGET_OLD_KEY =
      """
      UPDATE job SET idempotency_key = NULL
      WHERE user = :user AND idempotency_key = :key AND created_at <= :since
      """;

  static final String FIND_BY_KEY =
      "SELECT * FROM job WHERE user = :user AND idempotency_key = :key AND created_at > :since";

  static final String FIND_EQUAL =
      """
      SELECT * FROM job
      WHERE user = :user AND fingerprint = :fingerprint
        AND (lane > 0
          OR (status = 'completed' AND ended_at > :just
            AND EXISTS (SELECT 1 FROM library_item WHERE key = job.result_key)))
        AND (:url IS NULL
          OR EXISTS (SELECT 1 FROM webhook WHERE job_id = job.id AND url = :url AND events = :events))
      ORDER BY id DESC LIMIT 1
      """;

  /**
   * The turn makes turns fair without looking at every waiting job: a user's next job comes one
   * round after the same user's last one, and nobody enters a round that has already been served:
   * the round is that of the jobs under way, whatever was sent back into the line.
   */
  static final String INSERT =
      """
      INSERT INTO job (id, user, type, input, held_credits, created_at, start_by,
        idempotency_key, body_hash, fingerprint, status, phase, step, progress, queue_position, results, log, request,
        request_id, submits, tries, breaks, lost_answers, cause_code, cause_words, charged_credits,
        result_key, due_at, end_by, started_at, ended_at, lane, version, turn)
      VALUES (:id, :user, :type, :input, :held_credits, :created_at, :start_by,
        :idempotency_key, :body_hash, :fingerprint, :status, :phase, :step, :progress, :queue_position, :results, :log,
        :request, :request_id, :submits, :tries, :breaks, :lost_answers, :cause_code, :cause_words,
        :charged_credits, :result_key, :due_at, :end_by, :started_at, :ended_at, 1, 0,
        max(
          coalesce(
            (SELECT max(turn) FROM job WHERE lane = 2),
            (SELECT min(turn) FROM job WHERE lane = 1),
            0),
          coalesce((SELECT max(turn) + 1 FROM job WHERE user = :user AND lane > 0), 0)))
      """;

  static final String ANYTHING_DUE =
      """
      SELECT EXISTS (SELECT 1 FROM job WHERE lane = 2 AND due_at <= :now AND lease_owner IS NULL)
          OR EXISTS (SELECT 1 FROM job WHERE lane = 1 AND due_at <= :now)
      """;

  static final String CLAIM_UNDER_WAY =
      """
      UPDATE job SET lease_owner = :worker, lease_until = :until, claimed_at = :now,
        version = version + 1
      WHERE id IN (
        SELECT id FROM job WHERE lane = 2 AND due_at <= :now AND lease_owner IS NULL
        ORDER BY due_at LIMIT :limit)
      RETURNING *
      """;

  /** With those being stored: what cannot be stored must not let ever more be paid for. */
  static final String COUNT_IN_FLIGHT =
      "SELECT count(*) FROM (SELECT 1 FROM job WHERE lane = 2 LIMIT :limit)";

  static final String CLAIM_IN_TURN =
      """
      UPDATE job SET lease_owner = :worker, lease_until = :until, claimed_at = :now,
        version = version + 1, lane = 2
      WHERE id IN (
        SELECT id FROM job WHERE lane = 1 AND due_at <= :now ORDER BY turn, id LIMIT :limit)
      RETURNING *
      """;

  /**
   * Writes these columns. A nudge that came during the visit is not lost: the next visit is due at
   * once, unless nothing can have come of it.
   */
  static String record(List<StateColumn> changed, boolean nudgeable, boolean keepsClaim) {
    return """
        UPDATE job SET %sversion = version + 1, due_at = %s%s
        WHERE id = :id AND version = :version AND lane > 0
        RETURNING due_at, cancel_asked_at
        """
        .formatted(
            changed.stream()
                .map(column -> "%1$s = :%1$s, ".formatted(column.name()))
                .collect(Collectors.joining()),
            nudgeable
                ? "CASE WHEN nudged_at >= claimed_at THEN min(:due_at, :now) ELSE :due_at END"
                : ":due_at",
            keepsClaim ? "" : ", lane = :lane, lease_owner = NULL, lease_until = NULL");
  }

  /** Only a job that ended well is charged, so it runs with the charge. */
  static final String MARK_FIRST =
      """
      INSERT INTO first_job (user, type, job_id) VALUES (:user, :type, :id)
      ON CONFLICT (user, type) DO NOTHING
      """;

  static final String RENEW =
      """
      UPDATE job SET lease_until = :until
      WHERE lease_owner = :worker AND id IN (SELECT value FROM json_each(:ids))
      """;

  static final String EXPIRE_LEASES =
      "UPDATE job SET lease_until = :now WHERE lane = 2 AND lease_owner = :worker";

  static final String ANYTHING_LAPSED =
      """
      SELECT EXISTS (
        SELECT 1 FROM job WHERE lane = 2 AND lease_owner IS NOT NULL AND lease_until <= :now)
      """;

  static final String CLAIM_LAPSED =
      """
      UPDATE job SET lease_owner = :worker, lease_until = :until, claimed_at = :now,
        version = version + 1
      WHERE id IN (
        SELECT id FROM job WHERE lane = 2 AND lease_owner IS NOT NULL AND lease_until <= :now
        ORDER BY due_at LIMIT :limit)
      RETURNING *
      """;

  static final String OVERDUE =
      "SELECT * FROM job WHERE lane = 1 AND start_by <= :now ORDER BY start_by LIMIT :limit";

  /** While an answer is lost, the grace counts: a nudge brings nothing to look at. */
  static final String NUDGE =
      """
      UPDATE job SET nudged_at = :now,
        due_at = CASE WHEN step = 'resolve' THEN due_at ELSE min(due_at, :now) END
      WHERE id = :id AND lane > 0
      """;

  static final String ASK_CANCEL =
      """
      UPDATE job SET cancel_asked_at = coalesce(cancel_asked_at, :now), nudged_at = :now,
        due_at = CASE WHEN step = 'resolve' THEN due_at ELSE min(due_at, :now) END
      WHERE id = :id AND lane > 0
      """;

  static final String FIND =
      """
      SELECT * FROM job WHERE id = :id AND user = :user
      UNION ALL
      SELECT * FROM job WHERE request_id = :id AND user = :user
      LIMIT 1
      """;

  static final String LIST =
      """
      SELECT * FROM job
      WHERE user = :user AND (:before IS NULL OR id < :before)
        AND (:status IS NULL OR status = :status) AND (:type IS NULL OR type = :type)
      ORDER BY id DESC LIMIT :limit
      """;

  /**
   * A hold that is open although its job has ended is for the doctor to see. And who is to be told
   * of an end is told, however late.
   */
  static final String OLD =
      """
      SELECT id FROM job
      WHERE lane = 0 AND ended_at < :before
        AND NOT EXISTS (SELECT 1 FROM hold WHERE job_id = job.id AND state = 'open')
        AND NOT EXISTS (
          SELECT 1 FROM webhook WHERE job_id = job.id AND state = 'open' AND told < wanted)
      ORDER BY ended_at LIMIT :limit
      """;

  static final String FORGET_HOLDS =
      "DELETE FROM hold WHERE job_id IN (SELECT value FROM json_each(:ids))";

  /** The story and the names of inputs go with it. */
  static final String FORGET = "DELETE FROM job WHERE id IN (SELECT value FROM json_each(:ids))";

  static final String NEEDED =
      "SELECT DISTINCT key FROM job_input WHERE key IN (SELECT value FROM json_each(:keys))";

  /** Of a {@code mine}. */
  private static final String COUNT_AHEAD =
      """
      SELECT count(*) FROM (
        SELECT 1 FROM job WHERE lane = 1 AND (turn, id) < (mine.turn, mine.id) LIMIT %d)
      """
          .formatted(JobStore.AHEAD_MAX);

  static final String AHEAD =
      "SELECT coalesce((SELECT (%s) FROM job mine WHERE id = :id), 0)".formatted(COUNT_AHEAD);

  /**
   * Everything that a poll is told; it waits as {@link State#needsTurn} tells it of a whole job.
   */
  static final String STANDING =
      """
      SELECT type, phase, step = 'submit' AND results = '[]' AS waits, progress,
        CASE WHEN step = 'submit' AND results = '[]' THEN (%s) ELSE queue_position END AS position,
        cause_code, cause_words, charged_credits, result_key,
        status = 'completed'
          AND EXISTS (SELECT 1 FROM library_item WHERE key = mine.result_key) AS there,
        status = 'completed' AND EXISTS (
          SELECT 1 FROM first_job
          WHERE user = mine.user AND type = mine.type AND job_id = mine.id) AS first
      FROM job mine
      WHERE rowid = (
        SELECT rowid FROM job WHERE id = :id AND user = :user
        UNION ALL
        SELECT rowid FROM job WHERE request_id = :id AND user = :user
        LIMIT 1)
      """
          .formatted(COUNT_AHEAD);
}
