package dev.darkroom.db.surreal;

/** The blocks by which jobs are found, taken and kept; see {@link JobSurql}. */
final class ClaimSurql {

  private ClaimSurql() {}

  static final String ANYTHING_DUE =
      """
      {
        IF %s { RETURN false };
        LET $waiting = array::concat(
          (SELECT VALUE id FROM image_job WITH INDEX in_turn WHERE lane = 1 LIMIT 1),
          (SELECT VALUE id FROM tool_job WITH INDEX in_turn WHERE lane = 1 LIMIT 1),
          (SELECT VALUE id FROM video_job WITH INDEX in_turn WHERE lane = 1 LIMIT 1));
        IF array::len($waiting) > 0 { RETURN true };
        LET $due = array::concat(
          (SELECT VALUE due_at FROM image_job, tool_job, video_job
            WHERE lane = 2 AND lease_owner = '' AND due_at <= $soon),
          (SELECT VALUE due_at FROM image_job, tool_job, video_job
            WHERE lane = 3 AND lease_owner = '' AND due_at <= $soon));
        RETURN array::len($due) > 0 AND array::min($due) <= $now;
      }
      """
          .formatted(JobSurql.NOT_OURS);

  /** With those being stored: what cannot be stored must not let ever more be paid for. */
  static final String CLAIM =
      """
      {
        LET $mine = (SELECT * FROM image_job, tool_job, video_job
          WHERE lane = 2 AND lease_owner = $worker AND move = $move);
        IF array::len($mine) > 0 { RETURN $mine };

        LET $due = (SELECT id, due_at FROM image_job, tool_job, video_job
          WHERE lane = 2 AND lease_owner = '' AND due_at <= $soon);
        LET $first = (SELECT VALUE id FROM (SELECT id, due_at FROM $due WHERE due_at <= $now
          ORDER BY due_at LIMIT $limit));
        LET $in_flight = array::len((SELECT VALUE id FROM image_job, tool_job, video_job
          WHERE lane = 2));
        LET $free = math::max([0,
          math::min([$limit - array::len($first), $in_flight_max - $in_flight])]);
        LET $back = (SELECT id, lane, turn, newest, due_at FROM image_job, tool_job, video_job
          WHERE lane = 3 AND lease_owner = '' AND due_at <= $soon);
        LET $waiting = array::concat(
          (SELECT id, lane, turn, newest FROM image_job WITH INDEX in_turn
            WHERE lane = 1 ORDER BY lane, turn LIMIT $free),
          (SELECT id, lane, turn, newest FROM tool_job WITH INDEX in_turn
            WHERE lane = 1 ORDER BY lane, turn LIMIT $free),
          (SELECT id, lane, turn, newest FROM video_job WITH INDEX in_turn
            WHERE lane = 1 ORDER BY lane, turn LIMIT $free),
          (SELECT id, lane, turn, newest FROM $back WHERE due_at <= $now));
        LET $next = (SELECT id, turn, newest FROM $waiting ORDER BY turn, newest DESC LIMIT $free);

        IF array::len($next) > 0 {
          UPDATE ONLY line:jobs SET claims += 1,
            round = math::max([round, math::max($next.turn)]) RETURN NONE;
        };
        RETURN array::concat(
          (UPDATE $first SET lease_owner = $worker, lease_until = $until, claimed_at = $now,
            version += 1, move = $move RETURN AFTER),
          (UPDATE $next.id SET lane = 2, lease_owner = $worker, lease_until = $until,
            claimed_at = $now, version += 1, move = $move RETURN AFTER));
      }
      """;

  static final String RENEW =
      """
      {
        UPDATE $jobs SET lease_until = $until WHERE lane = 2 AND lease_owner = $worker RETURN NONE;
        RETURN NONE;
      }
      """;

  static final String EXPIRE_LEASES =
      """
      {
        RETURN array::len((UPDATE image_job, tool_job, video_job SET lease_until = $now
          WHERE lane = 2 AND lease_owner = $worker RETURN VALUE id));
      }
      """;

  static final String ANYTHING_LAPSED =
      """
      {
        IF %s { RETURN false };
        RETURN array::len((SELECT VALUE id FROM image_job, tool_job, video_job
          WHERE lane = 2 AND lease_owner != '' AND lease_until <= $now)) > 0;
      }
      """
          .formatted(JobSurql.NOT_OURS);

  static final String CLAIM_LAPSED =
      """
      {
        LET $mine = (SELECT * FROM image_job, tool_job, video_job
          WHERE lane = 2 AND lease_owner = $worker AND move = $move);
        IF array::len($mine) > 0 { RETURN $mine };
        LET $lapsed = (SELECT id, due_at FROM image_job, tool_job, video_job
          WHERE lane = 2 AND lease_owner != '' AND lease_until <= $now);
        LET $first = (SELECT VALUE id FROM (SELECT id, due_at FROM $lapsed ORDER BY due_at
          LIMIT $limit));
        RETURN (UPDATE $first SET lease_owner = $worker, lease_until = $until,
          claimed_at = $now, version += 1, move = $move RETURN AFTER);
      }
      """;

  static final String OVERDUE =
      """
      {
        IF %s { RETURN [] };
        LET $late = array::concat(
          (SELECT * FROM image_job WITH INDEX overdue
            WHERE lane = 1 AND start_by <= $soon ORDER BY lane, start_by LIMIT $limit),
          (SELECT * FROM image_job WITH INDEX overdue
            WHERE lane = 3 AND start_by <= $soon ORDER BY lane, start_by LIMIT $limit),
          (SELECT * FROM tool_job WITH INDEX overdue
            WHERE lane = 1 AND start_by <= $soon ORDER BY lane, start_by LIMIT $limit),
          (SELECT * FROM tool_job WITH INDEX overdue
            WHERE lane = 3 AND start_by <= $soon ORDER BY lane, start_by LIMIT $limit),
          (SELECT * FROM video_job WITH INDEX overdue
            WHERE lane = 1 AND start_by <= $soon ORDER BY lane, start_by LIMIT $limit),
          (SELECT * FROM video_job WITH INDEX overdue
            WHERE lane = 3 AND start_by <= $soon ORDER BY lane, start_by LIMIT $limit));
        RETURN (SELECT * FROM $late WHERE start_by <= $now ORDER BY start_by LIMIT $limit);
      }
      """
          .formatted(JobSurql.NOT_OURS);
}
