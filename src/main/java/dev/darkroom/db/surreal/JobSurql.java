package dev.darkroom.db.surreal;

/**
 * The blocks of the job store, named after their move. Each looks first whether it was done
 * already, because it is repeated when its answer was lost; {@code $move} is one asking of it.
 *
 * <p>Two faults of 3.0.2 shape them. A LIMIT beside a condition that the index does not do itself
 * counts before it filters. And what a LET names after the first write of its block is NONE to the
 * writes that follow, so all is read before anything is written; a record that was made is answered
 * by the statement that made it.
 *
 * <p>A third is in all versions so far (surrealdb#7493): indexes keep times as text, where
 * 12:00:00Z comes after 12:00:00.5Z. So whatever is due by {@code $soon}, the next whole second, is
 * read from the index, and then its time is looked at.
 */
final class JobSurql {

  /**
   * A schema that a newer server has brought up to date may hold jobs with words that this program
   * does not know: from then on all work is left to the newer ones.
   */
  static final String NOT_OURS =
      "array::len((SELECT VALUE id FROM migration)) > " + Migrations.FILES.size();

  private JobSurql() {}

  /**
   * The turn makes turns fair without looking at every waiting job: a user's next job comes one
   * round after the same user's last one, and nobody enters a round that has been served.
   */
  static final String ADMIT =
      """
      {
        LET $there = (SELECT * FROM ONLY $job);
        IF $there != NONE { RETURN { admitted: $there } };
        IF $key != NONE {
          LET $used = (SELECT * FROM ONLY $key);
          IF $used != NONE AND $used.at > $since AND record::exists($used.job) {
            IF $used.body_hash != $body_hash { RETURN { key_reused: true } };
            RETURN { already_there: (SELECT * FROM ONLY $used.job) };
          };
        };
        IF $fingerprint != '' {
          LET $equal = (SELECT * FROM image_job, tool_job, video_job
            WHERE email = $email AND fingerprint = $fingerprint
              AND (lane > 0 OR (status = 'completed' AND ended_at > $just)));
          LET $keys = $equal.result_key;
          LET $kept = (SELECT VALUE key FROM library_image, library_video WHERE key IN $keys);
          LET $there = (SELECT * FROM $equal WHERE lane > 0 OR result_key IN $kept ORDER BY newest);
          LET $same = IF $webhook = NONE { $there } ELSE { array::filter($there, |$each: any|
            (SELECT VALUE url FROM ONLY type::record('webhook', record::id($each.id))) = $webhook.url
            AND (SELECT VALUE events FROM ONLY type::record('webhook', record::id($each.id)))
              = $webhook.events) };
          IF array::len($same) > 0 { RETURN { joined: $same[0] } };
        };
        LET $intake = (SELECT * FROM ONLY intake:submits);
        IF $intake != NONE AND $intake.open = 0 { RETURN { paused: $intake.words ?? '' } };
        LET $found = (SELECT * FROM ONLY $user);
        LET $has = $found
          ?? { credits_balance: 0, credits_held: 0, unfinished: 0, last_turn: -1, events: 0 };
        IF $has.unfinished >= $unfinished_max { RETURN { too_many: true } };
        LET $available = $has.credits_balance - $has.credits_held;
        IF $available < $row.held_credits { RETURN { not_enough: $available } };
        LET $turn = math::max([line:jobs.round, $has.last_turn + 1]);
        IF $found = NONE {
          CREATE ONLY $user CONTENT { email: $email, credits_balance: 0, credits_held: 0,
            unfinished: 0, last_turn: -1, entries: 0, created_at: $now } RETURN NONE;
        };
        UPDATE ONLY $user SET credits_held = $has.credits_held + $row.held_credits,
          unfinished = $has.unfinished + 1, last_turn = $turn, events = ($has.events ?? 0) + 1
          RETURN NONE;
        CREATE ONLY $hold CONTENT { email: $email, credits: $row.held_credits, state: 'open',
          opened_at: $now } RETURN NONE;
        CREATE ONLY $event CONTENT { at: $now, phase: $row.phase, kind: $kind, message: $message,
          progress: 0, email: $email, n: ($has.events ?? 0) + 1 } RETURN NONE;
        IF $key != NONE {
          UPSERT ONLY $key CONTENT { job: $job, body_hash: $body_hash, at: $now } RETURN NONE;
        };
        IF $webhook != NONE { CREATE ONLY $webhook_id CONTENT $webhook RETURN NONE };
        RETURN { admitted: (CREATE ONLY $job CONTENT object::extend($row, { turn: $turn })) };
      }
      """;

  static final String EARLIER =
      """
      {
        LET $used = (SELECT * FROM ONLY $key);
        IF $used = NONE OR $used.at <= $since OR !record::exists($used.job) { RETURN NONE };
        IF $used.body_hash != $body_hash { RETURN { key_reused: true } };
        RETURN { already_there: (SELECT * FROM ONLY $used.job) };
      }
      """;

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
          .formatted(NOT_OURS);

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

  /**
   * Guarded by the version. A nudge that came during the visit is not lost: the next visit is due
   * at once.
   */
  static final String RECORD =
      """
      {
        LET $before = (SELECT * FROM ONLY $job);
        IF $before = NONE { RETURN NONE };
        IF $before.move = $move { RETURN $before };
        IF $before.version != $version OR $before.lane = 0 { RETURN NONE };

        LET $nudged = $before.nudged_at >= $before.claimed_at AND $row.step != 'resolve';
        LET $due = IF $nudged AND $now < $row.due_at { $now } ELSE { $row.due_at };
        LET $now_in = IF $lane = 1 AND $due > $now { 3 } ELSE { $lane };
        IF $kind != NONE {
          LET $teller = type::record('user', $before.email);
          LET $n = ((SELECT VALUE events FROM ONLY $teller) ?? 0) + 1;
          UPDATE ONLY $teller SET events = $n RETURN NONE;
          CREATE ONLY type::record('job_event', [$job_id, $before.events + 1]) CONTENT {
            at: $now, phase: $row.phase, kind: $kind, message: $message, progress: $row.progress,
            queue_position: $row.queue_position, email: $before.email, n: $n } RETURN NONE;
        };
        FOR $item IN $items {
          IF !record::exists($item.id) { CREATE ONLY $item.id CONTENT $item.row RETURN NONE };
        };
        %s
        RETURN (UPDATE ONLY $job MERGE object::extend($row, {
          due_at: $due, lane: $now_in, version: $version + 1, move: $move,
          events: $before.events + IF $kind = NONE { 0 } ELSE { 1 },
          lease_owner: IF $keeps { $before.lease_owner } ELSE { '' },
          lease_until: IF $keeps { $before.lease_until } ELSE { $never } }) RETURN AFTER);
      }
      """
          .formatted(Ledger.SETTLE);

  /** What is left of a job whose record cannot be read: its end, and its hold given back. */
  static final String SET_ASIDE =
      """
      {
        LET $before = (SELECT * FROM ONLY $job);
        IF $before = NONE OR $before.lane = 0 OR $before.version != $version { RETURN false };
        LET $settle = IF (SELECT VALUE state FROM ONLY $hold) = 'open' { 'released' } ELSE { NONE };
        UPDATE ONLY $job MERGE { status: 'failed', phase: 'failed', step: 'none', results: [],
          request: NONE, error_code: $code, error: $words, lane: 0, due_at: $now, ended_at: $now,
          version: $before.version + 1, events: $before.events + 1, lease_owner: '',
          lease_until: $never } RETURN NONE;
        LET $teller = type::record('user', $before.email);
        LET $n = ((SELECT VALUE events FROM ONLY $teller) ?? 0) + 1;
        IF true {
          UPDATE ONLY $teller SET events = $n RETURN NONE;
          CREATE ONLY type::record('job_event', [$job_id, $before.events + 1]) CONTENT {
            at: $now, phase: 'failed', kind: 'failed', message: $words,
            progress: $before.progress, email: $before.email, n: $n } RETURN NONE;
        };
        %s
        RETURN true;
      }
      """
          .formatted(Ledger.SETTLE);

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
          .formatted(NOT_OURS);

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
          .formatted(NOT_OURS);

  /** While an answer is lost, the grace counts: a nudge brings nothing to look at. */
  static final String NUDGE =
      """
      {
        LET $nudged = (UPDATE $jobs SET nudged_at = $now,
          lane = IF lane = 3 { 1 } ELSE { lane },
          due_at = IF step = 'resolve' OR due_at < $now { due_at } ELSE { $now }
          WHERE lane > 0 RETURN VALUE id);
        RETURN array::len($nudged) > 0;
      }
      """;

  static final String ASK_CANCEL =
      """
      {
        LET $asked = (UPDATE $jobs SET cancel_asked_at = cancel_asked_at ?? $now, nudged_at = $now,
          lane = IF lane = 3 { 1 } ELSE { lane },
          due_at = IF step = 'resolve' OR due_at < $now { due_at } ELSE { $now }
          WHERE lane > 0 RETURN VALUE id);
        RETURN array::len($asked) > 0;
      }
      """;

  static final String GET = "{ RETURN (SELECT * FROM $jobs)[0]; }";

  static final String FIND =
      """
      {
        LET $own = (SELECT * FROM $jobs WHERE email = $email);
        IF array::len($own) > 0 { RETURN $own[0] };
        RETURN (SELECT * FROM image_job, tool_job, video_job
          WHERE fal_request_id = $id AND email = $email)[0];
      }
      """;

  static final String LIST =
      """
      {
        LET $page = array::concat(
          (SELECT * FROM image_job WITH INDEX of_user
            WHERE email = $email AND newest > $after ORDER BY email, newest LIMIT $limit),
          (SELECT * FROM tool_job WITH INDEX of_user
            WHERE email = $email AND newest > $after ORDER BY email, newest LIMIT $limit),
          (SELECT * FROM video_job WITH INDEX of_user
            WHERE email = $email AND newest > $after ORDER BY email, newest LIMIT $limit));
        RETURN (SELECT * FROM $page ORDER BY newest LIMIT $limit);
      }
      """;

  static final String AHEAD =
      """
      {
        LET $me = (SELECT turn, newest FROM $jobs)[0];
        LET $turn = $me.turn;
        LET $newest = $me.newest;
        LET $sooner = array::concat(
          (SELECT VALUE id FROM image_job WITH INDEX in_turn
            WHERE lane = 1 AND turn < $turn LIMIT $limit),
          (SELECT VALUE id FROM tool_job WITH INDEX in_turn
            WHERE lane = 1 AND turn < $turn LIMIT $limit),
          (SELECT VALUE id FROM video_job WITH INDEX in_turn
            WHERE lane = 1 AND turn < $turn LIMIT $limit));
        LET $with_me = (SELECT VALUE id FROM image_job, tool_job, video_job
          WHERE lane = 1 AND turn = $turn AND newest > $newest);
        LET $back = (SELECT VALUE id FROM image_job, tool_job, video_job
          WHERE lane = 3 AND (turn < $turn OR turn = $turn AND newest > $newest));
        RETURN math::min([$limit,
          array::len($sooner) + array::len($with_me) + array::len($back)]);
      }
      """;

  /**
   * A hold that is open although its job has ended is for the doctor to see. Stories and the names
   * of inputs go with their job. Each key is looked up by itself, because an IN of more than 32
   * reads the whole table.
   */
  static final String PRUNE =
      """
      {
        IF %s { RETURN 0 };
        LET $found = array::concat(
          (SELECT id, lane, ended_at FROM image_job WITH INDEX ended
            WHERE lane = 0 AND ended_at < $soon ORDER BY lane, ended_at LIMIT $limit),
          (SELECT id, lane, ended_at FROM tool_job WITH INDEX ended
            WHERE lane = 0 AND ended_at < $soon ORDER BY lane, ended_at LIMIT $limit),
          (SELECT id, lane, ended_at FROM video_job WITH INDEX ended
            WHERE lane = 0 AND ended_at < $soon ORDER BY lane, ended_at LIMIT $limit));
        LET $old = (SELECT VALUE id FROM (SELECT id, ended_at FROM $found
          WHERE ended_at != NONE AND ended_at < $before ORDER BY ended_at LIMIT $limit));
        LET $open = (SELECT VALUE record::id(id) FROM
          array::map($old, |$job: record| type::record('hold', record::id($job)))
          WHERE state = 'open');
        LET $jobs = array::filter($old, |$job: record| record::id($job) NOT IN $open);
        LET $holds = array::map($jobs, |$job: record| type::record('hold', record::id($job)));
        LET $keys = array::flatten(array::map($jobs, |$job: record|
          (SELECT VALUE id FROM idempotency WHERE job = $job)));
        DELETE $keys RETURN NONE;
        DELETE $holds RETURN NONE;
        DELETE $jobs RETURN NONE;
        RETURN array::len($jobs);
      }
      """
          .formatted(NOT_OURS);

  /** Which files newer servers need is not known here. Each is looked up by itself, as above. */
  static final String NEEDED =
      """
      {
        IF %s { RETURN $keys };
        RETURN array::flatten(array::map($keys, |$key: string|
          (SELECT VALUE key FROM job_input WHERE key = $key LIMIT 1)));
      }
      """
          .formatted(NOT_OURS);

  static final String EVENTS =
      """
      { RETURN (SELECT * FROM job_event:[$job, $from]..=[$job, 1000000] LIMIT $limit); }
      """;

  static final String EVENTS_OF_USER =
      """
      {
        RETURN (SELECT * FROM job_event WITH INDEX of_user
          WHERE email = $email AND n > $after ORDER BY email, n LIMIT $limit);
      }
      """;

  static final String LAST_EVENTS =
      "{ RETURN (SELECT email, events FROM $users WHERE events > 0); }";

  static final String IS_FIRST = "{ RETURN (SELECT VALUE job FROM ONLY $first) = $job; }";
}
