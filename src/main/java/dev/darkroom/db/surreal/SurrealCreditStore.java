package dev.darkroom.db.surreal;

import dev.darkroom.credits.Account;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.Entry;
import dev.darkroom.credits.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts and statements in SurrealDB. The lines of a user are numbered without gaps. */
public final class SurrealCreditStore implements CreditStore {
  private static final String ACCOUNT =
      "{ RETURN (SELECT credits_balance, credits_held FROM ONLY $user); }";

  private static final String GRANT =
      """
      {
        LET $counted = (SELECT VALUE txn FROM ONLY $ref_id);
        IF $counted != NONE {
          LET $line = (SELECT * FROM ONLY $counted);
          RETURN IF $line.move = $move { { granted: $line } } ELSE { { before: $line } };
        };
        LET $found = (SELECT * FROM ONLY $user);
        LET $has = $found ?? { credits_balance: 0, credits_held: 0, entries: 0 };
        LET $available = $has.credits_balance - $has.credits_held;
        IF $available + $delta < 0 { RETURN { not_covered: $available } };
        LET $balance = $has.credits_balance + $delta;
        LET $entries = $has.entries + 1;
        LET $line_id = type::record('credit_txn', [$email, $entries]);
        IF $found = NONE {
          CREATE ONLY $user CONTENT { email: $email, credits_balance: 0, credits_held: 0,
            unfinished: 0, last_turn: -1, entries: 0, created_at: $now } RETURN NONE;
        };
        UPDATE ONLY $user SET credits_balance = $balance, entries = $entries RETURN NONE;
        CREATE ONLY $ref_id CONTENT { txn: $line_id } RETURN NONE;
        RETURN { granted: (CREATE ONLY $line_id CONTENT { email: $email, delta: $delta,
          reason: $reason, ref: $ref, balance: $balance, created_at: $now, move: $move }) };
      }
      """;

  private static final String ENTRIES =
      "{ RETURN (SELECT * FROM credit_txn:[$email, $first]..[$email, $before]); }";

  private static final String LINES = "{ RETURN (SELECT VALUE entries FROM ONLY $user) ?? 0; }";

  /**
   * How many jobs are unfinished goes with their holds: both are given back at the end of a job.
   */
  private static final String RECOUNT =
      """
      {
        LET $has = (SELECT * FROM ONLY $user);
        LET $open = (SELECT * FROM hold WHERE email = $email AND state = 'open');
        LET $left = (SELECT * FROM $open WHERE
          ((SELECT VALUE lane FROM ONLY type::record('image_job', record::id($parent.id))) ?? 0) = 0
          AND ((SELECT VALUE lane FROM ONLY type::record('tool_job', record::id($parent.id))) ?? 0) = 0
          AND ((SELECT VALUE lane FROM ONLY type::record('video_job', record::id($parent.id))) ?? 0) = 0);
        LET $held = math::sum($open.credits) - math::sum($left.credits);
        LET $unfinished = array::len($open) - array::len($left);
        LET $last_turn = IF $unfinished = 0 { -1 } ELSE { $has.last_turn };
        LET $fits = array::len($left) = 0 AND $has.credits_held = $held
          AND $has.unfinished = $unfinished;
        IF $has = NONE OR $fits OR $held > $has.credits_balance { RETURN false };
        FOR $hold IN $left {
          UPDATE ONLY $hold.id SET state = 'released', settled_at = $now RETURN NONE;
        };
        UPDATE ONLY $user SET credits_held = $held, unfinished = $unfinished,
          last_turn = $last_turn RETURN NONE;
        RETURN true;
      }
      """;

  private final SurrealDatabase database;

  public SurrealCreditStore(SurrealDatabase database) {
    this.database = database;
  }

  @Override
  public Account account(String user) {
    Row row = Row.of(database.read(ACCOUNT, Map.of("user", Ledger.user(user))));
    return row == null
        ? new Account(0, 0)
        : new Account(row.number("credits_balance"), row.number("credits_held"));
  }

  @Override
  public Grant grant(String user, long delta, String reason, String ref, Instant now) {
    Map<String, Object> values =
        Map.of(
            "user", Ledger.user(user),
            "email", user,
            "ref_id", new RecordId("credit_ref", List.of(user, ref)),
            "ref", ref,
            "delta", delta,
            "reason", reason,
            "now", now,
            "move", UUID.randomUUID().toString());
    Row answer = Objects.requireNonNull(Row.of(database.move(GRANT, values)));
    Row granted = answer.rowOrNull("granted");
    if (granted != null) {
      return new Grant.Granted(Ledger.entry(granted));
    }
    Row before = answer.rowOrNull("before");
    return before == null
        ? new Grant.NotCovered(answer.number("not_covered"))
        : new Grant.AlreadyGranted(Ledger.entry(before));
  }

  @Override
  public boolean recountHeld(String user, Instant now) {
    Map<String, Object> values = Map.of("user", Ledger.user(user), "email", user, "now", now);
    return Boolean.TRUE.equals(database.move(RECOUNT, values));
  }

  @Override
  public List<Entry> entries(String user, int limit, @Nullable String before) {
    long asked = before == null ? Long.MAX_VALUE : Long.parseLong(before);
    Object lines = database.read(LINES, Map.of("user", Ledger.user(user)));
    long end = Math.min(asked, 1 + (Long) Objects.requireNonNull(lines));
    Map<String, Object> values =
        Map.of("email", user, "first", Math.max(1, end - limit), "before", end);
    return Row.all(database.read(ENTRIES, values)).stream().map(Ledger::entry).toList().reversed();
  }
}
