package dev.darkroom.db.surreal;

import dev.darkroom.credits.Entry;
import java.util.List;

/** The only statements that write holds and charges, inside the blocks of others. */
final class Ledger {

  private Ledger() {}

  /**
   * Settles {@code $hold} as {@code $settle} says, {@code charged} or {@code released}; NONE leaves
   * it open. Writing the user's record makes all that spend at once meet there.
   */
  static final String SETTLE =
      """
      IF $settle != NONE {
        LET $open = (SELECT * FROM ONLY $hold);
        IF $open = NONE OR $open.state != 'open' { THROW 'no open hold: indicates a bug' };
        IF $credits < 0 OR $credits > $open.credits { THROW 'more than held: indicates a bug' };
        LET $user = type::record('user', $open.email);
        LET $has = (SELECT * FROM ONLY $user);
        LET $balance = $has.credits_balance - $credits;
        LET $entries = $has.entries + IF $credits > 0 { 1 } ELSE { 0 };
        UPDATE ONLY $hold SET state = $settle, settled_at = $now RETURN NONE;
        UPDATE ONLY $user SET credits_balance = $balance,
          credits_held = $has.credits_held - $open.credits, unfinished = $has.unfinished - 1,
          last_turn = IF $has.unfinished = 1 { -1 } ELSE { $has.last_turn },
          entries = $entries RETURN NONE;
        IF $credits > 0 {
          CREATE ONLY type::record('credit_txn', [$has.email, $entries]) CONTENT {
            email: $has.email, delta: -$credits, reason: $reason, job: $job_id,
            balance: $balance, created_at: $now, move: $move } RETURN NONE;
        };
        IF $settle = 'charged' AND !record::exists($first) {
          CREATE ONLY $first CONTENT { job: $job_id } RETURN NONE;
        };
      };
      """;

  static RecordId user(String email) {
    return new RecordId("user", email);
  }

  static RecordId hold(String jobId) {
    return new RecordId("hold", jobId);
  }

  static Entry entry(Row row) {
    List<?> key = (List<?>) row.id().key();
    return new Entry(
        String.valueOf(key.get(1)),
        row.text("email"),
        row.number("delta"),
        row.text("reason"),
        row.textOrNull("ref"),
        row.textOrNull("job"),
        row.number("balance"),
        row.time("created_at"));
  }
}
