package dev.darkroom.db.surreal;

/** The blocks of the store of webhooks, named after their move; see {@link JobSurql}. */
final class NotifySurql {

  private NotifySurql() {}

  /**
   * All is in the index but what is looked at afterwards, so of those that are due many are read.
   */
  static final String DUE =
      """
      {
        IF %s { RETURN [] };
        LET $due = (SELECT id, pending, due_at, lease_until, host, email
          FROM webhook WITH INDEX due
          WHERE pending = 1 AND due_at <= $soon ORDER BY pending, due_at LIMIT 10000);
        LET $next = (SELECT VALUE id FROM (SELECT id, due_at FROM $due
          WHERE due_at <= $now AND lease_until <= $now AND host NOT IN $hosts
            AND email NOT IN $users
          ORDER BY due_at LIMIT $limit));
        RETURN (SELECT * FROM $next);
      }
      """
          .formatted(JobSurql.NOT_OURS);

  static final String CLAIM =
      """
      {
        LET $there = (SELECT * FROM ONLY $hook);
        IF $there = NONE { RETURN NONE };
        IF $there.move = $move { RETURN $there };
        IF $there.version != $version OR $there.state != 'open' OR $there.lease_until > $now {
          RETURN NONE;
        };
        RETURN (UPDATE ONLY $hook SET lease_owner = $worker, lease_until = $until,
          version = $version + 1, move = $move RETURN AFTER);
      }
      """;

  static final String RECORD =
      """
      {
        LET $there = (SELECT * FROM ONLY $hook);
        IF $there = NONE { RETURN false };
        IF $there.move = $move { RETURN true };
        IF $there.version != $version { RETURN false };
        LET $attempts = $there.attempts + IF $attempt = NONE { 0 } ELSE { 1 };
        LET $old = type::record('webhook_attempt', [$job, $attempts - $kept]);
        LET $new = type::record('webhook_attempt', [$job, $attempts]);
        LET $pending = IF $state = 'open' AND $told < $there.wanted { 1 } ELSE { 0 };
        UPDATE ONLY $hook SET told = $told, tries = $tries, due_at = $due, state = $state,
          pending = $pending, attempts = $attempts, version = $version + 1, move = $move,
          lease_owner = '', lease_until = $never RETURN NONE;
        IF $attempt != NONE {
          CREATE ONLY $new CONTENT $attempt RETURN NONE;
          DELETE $old RETURN NONE;
        };
        RETURN true;
      }
      """;

  static final String EXPIRE_LEASES =
      """
      {
        RETURN array::len((UPDATE webhook SET lease_owner = '', lease_until = $never
          WHERE lease_owner = $worker RETURN VALUE id));
      }
      """;

  static final String FIND =
      """
      {
        LET $there = (SELECT * FROM ONLY $hook);
        IF $there = NONE OR $there.email != $email { RETURN NONE };
        RETURN $there;
      }
      """;

  static final String LISTENER = "{ RETURN (SELECT * FROM ONLY $hook); }";

  static final String ATTEMPTS =
      "{ RETURN (SELECT * FROM webhook_attempt:[$job, 1]..=[$job, 1000000000]); }";

  static final String RESTART =
      """
      {
        LET $there = (SELECT * FROM ONLY $hook);
        IF $there = NONE { RETURN false };
        LET $pending = IF $told < $there.wanted { 1 } ELSE { 0 };
        UPDATE ONLY $hook SET told = $told, tries = 0, due_at = $now, state = 'open',
          pending = $pending, version += 1, move = '', lease_owner = '', lease_until = $never
          RETURN NONE;
        RETURN true;
      }
      """;

  static final String ROTATIONS =
      "{ RETURN (SELECT * FROM webhook_secret:[$email, 0]..=[$email, 1000000000]); }";

  /** Those whose successor is old enough go; the newest always stays, so that no number returns. */
  static final String ROTATE =
      """
      {
        IF record::exists($next) { RETURN true };
        LET $all = (SELECT id, record::id(id)[1] AS n, made_at
          FROM webhook_secret:[$email, 0]..=[$email, 1000000000]);
        LET $last = math::max(array::concat([0],
          (SELECT VALUE n FROM $all WHERE made_at <= $since)));
        LET $old = (SELECT VALUE id FROM $all WHERE n < $last);
        IF array::len($all) - array::len($old) >= $most { RETURN false };
        CREATE ONLY $next CONTENT { made_at: $at } RETURN NONE;
        DELETE $old RETURN NONE;
        RETURN true;
      }
      """;
}
