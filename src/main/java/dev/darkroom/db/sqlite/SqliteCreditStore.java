package dev.darkroom.db.sqlite;

import dev.darkroom.credits.Account;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.Entry;
import dev.darkroom.credits.Grant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts and statements in SQLite. */
public final class SqliteCreditStore implements CreditStore {
  private final Database database;

  public SqliteCreditStore(Database database) {
    this.database = database;
  }

  @Override
  public Account account(String user) {
    return database.read(h -> Ledger.account(h, user));
  }

  @Override
  public Grant grant(String user, long delta, String reason, String ref, Instant now) {
    return database.write(h -> grant(h, user, delta, reason, ref, now));
  }

  private static Grant grant(
      Session h, String user, long delta, String reason, String ref, Instant now) {
    Optional<Entry> before = Ledger.entryOf(h, user, ref);
    if (before.isPresent()) {
      return new Grant.AlreadyGranted(before.get());
    }
    Ledger.ensureAccount(h, user, now);
    long available = Ledger.account(h, user).available();
    if (available + delta < 0) {
      return new Grant.NotCovered(available);
    }
    return new Grant.Granted(Ledger.append(h, user, delta, reason, ref, null, now));
  }

  @Override
  public boolean recountHeld(String user, Instant now) {
    return database.write(h -> Ledger.recountHeld(h, user, now));
  }

  @Override
  public List<Entry> entries(String user, int limit, @Nullable String before) {
    long newest = before == null ? Long.MAX_VALUE : Long.parseLong(before);
    return database.read(
        h ->
            h.query(
                    """
                    SELECT * FROM entry WHERE user = :user AND id < :before
                    ORDER BY id DESC LIMIT :limit
                    """)
                .bind("user", user)
                .bind("before", newest)
                .bind("limit", limit)
                .list(Ledger::entry));
  }
}
