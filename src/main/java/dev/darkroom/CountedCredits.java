package dev.darkroom;

import dev.darkroom.credits.Account;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.credits.Entry;
import dev.darkroom.credits.Grant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what is given to users and taken from them. What jobs cost is counted at their end. */
final class CountedCredits implements CreditStore {
  private final CreditStore store;
  private final Counter granted;
  private final Counter taken;

  CountedCredits(CreditStore store, MeterRegistry meters) {
    this.store = store;
    this.granted = meters.counter("darkroom.credits.granted");
    this.taken = meters.counter("darkroom.credits.taken");
  }

  @Override
  public Account account(String user) {
    return store.account(user);
  }

  @Override
  public Grant grant(String user, long delta, String reason, String ref, Instant now) {
    Grant grant = store.grant(user, delta, reason, ref, now);
    if (grant instanceof Grant.Granted) {
      (delta > 0 ? granted : taken).increment((double) Math.abs(delta));
    }
    return grant;
  }

  @Override
  public boolean recountHeld(String user, Instant now) {
    return store.recountHeld(user, now);
  }

  @Override
  public List<Entry> entries(String user, int limit, @Nullable String before) {
    return store.entries(user, limit, before);
  }
}
