package dev.darkroom.db.sqlite;

import dev.darkroom.credits.Account;
import dev.darkroom.credits.Entry;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The only place that writes accounts, holds and entries. Every method runs inside the caller's
 * move. The table's checks are a second guard: a balance below zero cannot be stored.
 */
final class Ledger {

  private Ledger() {}

  static void ensureAccount(Session h, String user, Instant now) {
    h.query(
            """
            INSERT INTO account (user, created_at) VALUES (:user, :now)
            ON CONFLICT (user) DO NOTHING
            """)
        .bind("user", user)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  static Account account(Session h, String user) {
    return h.query("SELECT balance, held FROM account WHERE user = :user")
        .bind("user", user)
        .first(row -> new Account(row.number("balance"), row.number("held")))
        .orElse(new Account(0, 0));
  }

  /** Sets credits aside for a job. The caller has checked that they are available. */
  static void hold(Session h, String user, String jobId, long credits, Instant now) {
    int covered =
        h.query(
                """
                UPDATE account SET held = held + :credits
                WHERE user = :user AND balance - held >= :credits
                """)
            .bind("user", user)
            .bind("credits", credits)
            .execute();
    expectOne(covered, "hold", jobId);
    h.query(
            """
            INSERT INTO hold (job_id, user, credits, state, opened_at)
            VALUES (:job, :user, :credits, 'open', :now)
            """)
        .bind("job", jobId)
        .bind("user", user)
        .bind("credits", credits)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /** Pays a job from its open hold; what is left of the hold goes back. */
  static void charge(
      Session h, String user, String jobId, long credits, String reason, Instant now) {
    long held = settle(h, jobId, "charged", now);
    if (credits < 0 || credits > held) {
      throw new IllegalStateException(
          "Charging %d of %d held for job %s indicates a bug".formatted(credits, held, jobId));
    }
    unhold(h, user, jobId, held);
    if (credits > 0) {
      append(h, user, -credits, reason, null, jobId, now);
    }
  }

  /** Gives all of an open hold back. */
  static void release(Session h, String user, String jobId, Instant now) {
    unhold(h, user, jobId, settle(h, jobId, "released", now));
  }

  /** Adds a line to the book and moves the balance with it. */
  static Entry append(
      Session h,
      String user,
      long delta,
      String reason,
      @Nullable String ref,
      @Nullable String jobId,
      Instant now) {
    long balance =
        h.query(
                """
                UPDATE account SET balance = balance + :delta WHERE user = :user RETURNING balance
                """)
            .bind("user", user)
            .bind("delta", delta)
            .number();
    return h.query(
            """
            INSERT INTO entry (user, delta, reason, ref, job_id, balance, created_at)
            VALUES (:user, :delta, :reason, :ref, :job, :balance, :now)
            RETURNING *
            """)
        .bind("user", user)
        .bind("delta", delta)
        .bind("reason", reason)
        .bind("ref", ref)
        .bind("job", jobId)
        .bind("balance", balance)
        .bind("now", now.toEpochMilli())
        .one(Ledger::entry);
  }

  static Optional<Entry> entryOf(Session h, String user, String ref) {
    return h.query("SELECT * FROM entry WHERE user = :user AND ref = :ref")
        .bind("user", user)
        .bind("ref", ref)
        .first(Ledger::entry);
  }

  static Entry entry(Row row) {
    return new Entry(
        row.text("id"),
        row.text("user"),
        row.number("delta"),
        row.text("reason"),
        row.textOrNull("ref"),
        row.textOrNull("job_id"),
        row.number("balance"),
        row.time("created_at"));
  }

  private static long settle(Session h, String jobId, String state, Instant now) {
    return h.query(
            """
            UPDATE hold SET state = :state, settled_at = :now
            WHERE job_id = :job AND state = 'open'
            RETURNING credits
            """)
        .bind("job", jobId)
        .bind("state", state)
        .bind("now", now.toEpochMilli())
        .first(row -> row.number(1))
        .orElseThrow(
            () -> new IllegalStateException("No open hold for job " + jobId + " indicates a bug"));
  }

  private static void unhold(Session h, String user, String jobId, long credits) {
    int updated =
        h.query("UPDATE account SET held = held - :credits WHERE user = :user")
            .bind("user", user)
            .bind("credits", credits)
            .execute();
    expectOne(updated, "unhold", jobId);
  }

  /**
   * Of jobs that have ended nothing is held; what an account holds are its open holds. An account
   * whose holds its balance does not cover stays as it is.
   */
  static boolean recountHeld(Session h, String user, Instant now) {
    long held =
        h.query(
                """
                SELECT coalesce(sum(hold.credits), 0) FROM hold JOIN job ON job.id = hold.job_id
                WHERE hold.user = :user AND hold.state = 'open' AND job.lane > 0
                """)
            .bind("user", user)
            .number();
    if (held > account(h, user).balance()) {
      return false;
    }
    int released =
        h.query(
                """
                UPDATE hold SET state = 'released', settled_at = :now
                WHERE user = :user AND state = 'open'
                  AND job_id NOT IN (SELECT id FROM job WHERE lane > 0)
                """)
            .bind("user", user)
            .bind("now", now.toEpochMilli())
            .execute();
    int corrected =
        h.query("UPDATE account SET held = :held WHERE user = :user AND held <> :held")
            .bind("user", user)
            .bind("held", held)
            .execute();
    return released + corrected > 0;
  }

  private static void expectOne(int rows, String move, String jobId) {
    if (rows != 1) {
      throw new IllegalStateException(
          "%s for job %s changed %d rows: indicates a bug".formatted(move, jobId, rows));
    }
  }
}
