package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.OversightStore.Filter;

/** The statements of what operators see, named after what they read. */
final class OversightSql {

  private OversightSql() {}

  /**
   * The ids of jobs that fit. Of the rows that an index finds, newest first, so many are looked at
   * and no more; the outer query takes them one by one and stops at its own limit.
   */
  static String found(Filter filter) {
    return """
        SELECT id FROM (
          SELECT id, user, status, phase, type, cause_code FROM job
          WHERE %s id < :before ORDER BY id DESC LIMIT :looks)
        WHERE (:user IS NULL OR user = :user)
          AND (:status IS NULL OR status = :status)
          AND (:phase IS NULL OR phase = :phase)
          AND (:type IS NULL OR type = :type)
          AND (:error IS NULL OR cause_code = :error)
        LIMIT :limit
        """
        .formatted(indexed(filter));
  }

  /** The last of those that are looked at, if there are so many. */
  static String end(Filter filter) {
    return "SELECT id FROM job WHERE %s id < :before ORDER BY id DESC LIMIT 1 OFFSET :looks - 1"
        .formatted(indexed(filter));
  }

  /** The index that leaves the fewest, as far as that can be known. */
  private static String indexed(Filter filter) {
    if (filter.user() != null) {
      return "user = :user AND";
    }
    if (filter.error() != null) {
      return "cause_code = :error AND";
    }
    return filter.narrowest() == null ? "" : "status = :status AND";
  }

  static final String FIND =
      """
      SELECT * FROM job WHERE id = :id
      UNION ALL
      SELECT * FROM job WHERE request_id = :id
      LIMIT 1
      """;

  static final String BESIDE =
      """
      SELECT lease_owner, lease_until, credits, state, opened_at, settled_at
      FROM job LEFT JOIN hold ON hold.job_id = job.id WHERE job.id = :job
      """;

  static final String QUEUE =
      """
      SELECT
        (SELECT count(*) FROM (SELECT 1 FROM job WHERE lane = 1 LIMIT :most)) AS waiting,
        (SELECT created_at FROM job WHERE lane = 1 ORDER BY start_by LIMIT 1) AS oldest,
        (SELECT count(*) FROM (SELECT 1 FROM job WHERE lane = 2 LIMIT :most)) AS in_flight
      """;

  private static final String CUSTOMER =
      """
      SELECT user, balance, held, created_at,
        (SELECT count(*) FROM job WHERE user = account.user AND lane > 0) AS unfinished
      FROM account
      """;

  static final String USERS =
      CUSTOMER
          + """
            WHERE user >= :prefix AND user < :end AND user > coalesce(:after, '')
            ORDER BY user LIMIT :limit
            """;

  static final String USER = CUSTOMER + "WHERE user = :user";

  static final String SET_INTAKE =
      """
      INSERT INTO intake (name, open, words, changed_by, changed_at)
      VALUES ('submits', :open, :words, :by, :at)
      ON CONFLICT (name) DO UPDATE SET open = excluded.open, words = excluded.words,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at
      """;
}
