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

  /** For each of these waiting jobs. */
  static final String AHEAD =
      """
      {
        RETURN array::map($jobs, |$job: record| {
          LET $me = (SELECT turn, newest FROM ONLY $job);
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
        });
      }
      """;

  /**
   * A hold that is open although its job has ended is for the doctor to see. And who is to be told
   * of an end is told, however late; so as many more are looked at as there are hooks that wait, or
   * these could hide the others. Stories and the names of inputs go with their job. Each key is
   * looked up by itself, because an IN of more than 32 reads the whole table.
   */
  static final String PRUNE =
      """
      {
        IF %s { RETURN 0 };
        LET $look = $limit
          + array::len((SELECT VALUE id FROM webhook WITH INDEX due WHERE pending = 1));
        LET $found = array::concat(
          (SELECT id, lane, ended_at FROM image_job WITH INDEX ended
            WHERE lane = 0 AND ended_at < $soon ORDER BY lane, ended_at LIMIT $look),
          (SELECT id, lane, ended_at FROM tool_job WITH INDEX ended
            WHERE lane = 0 AND ended_at < $soon ORDER BY lane, ended_at LIMIT $look),
          (SELECT id, lane, ended_at FROM video_job WITH INDEX ended
            WHERE lane = 0 AND ended_at < $soon ORDER BY lane, ended_at LIMIT $look));
        LET $ended = (SELECT VALUE id FROM (SELECT id, ended_at FROM $found
          WHERE ended_at != NONE AND ended_at < $before ORDER BY ended_at LIMIT $look));
        LET $old = array::slice(array::filter($ended, |$job: record|
          (SELECT VALUE pending FROM ONLY type::record('webhook', record::id($job))) != 1),
          0, $limit);
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

  static final String LAST_SEQ =
      "{ RETURN (SELECT VALUE events FROM $jobs WHERE events > 0)[0] ?? 0; }";

  static final String EVENTS_OF_USER =
      """
      {
        RETURN (SELECT * FROM job_event WITH INDEX of_user
          WHERE email = $email AND n > $after ORDER BY email, n LIMIT $limit);
      }
      """;

  static final String LAST_EVENTS =
      "{ RETURN (SELECT email, events FROM $users WHERE events > 0); }";

  /** By their own ids and by the provider's; with what of their results is still there. */
  static final String STANDINGS =
      """
      {
        LET $jobs = array::concat(
          (SELECT * OMIT params, log FROM $ids),
          (SELECT * OMIT params, log FROM image_job, tool_job, video_job
            WHERE fal_request_id IN $requests));
        LET $keys = (SELECT VALUE result_key FROM $jobs WHERE status = 'completed');
        LET $firsts = array::map((SELECT * FROM $jobs WHERE status = 'completed'), |$job: any|
          type::record('first_job', [$job.email, $job.tool_type
            ?? string::replace(record::tb($job.id), '_job', '')]));
        RETURN {
          jobs: $jobs,
          there: (SELECT email, key FROM library_image, library_video WHERE key IN $keys),
          firsts: (SELECT VALUE job FROM $firsts)
        };
      }
      """;
}
