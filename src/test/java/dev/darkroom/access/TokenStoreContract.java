package dev.darkroom.access;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.Fixtures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a store of tokens must do, and what tokens are, on whatever store. */
public interface TokenStoreContract {
  TokenStore tokens();

  private Tokens tokens(AtomicReference<Instant> now) {
    return new Tokens(tokens(), Fixtures.ids(), now::get, Runnable::run);
  }

  private Tokens.Created made(Tokens tokens, String user, Scope... scopes) {
    return tokens.create(user, "my \"machine\" ü", Set.of(scopes)).orElseThrow();
  }

  @Test
  default void aTokenIsKnownByItsTextUntilItIsRevoked() {
    Tokens tokens = tokens(new AtomicReference<>(NOON));
    Tokens.Created made = made(tokens, ANN, Scope.FILES, Scope.JOBS);
    assertTrue(made.text().matches("dr_[A-Za-z0-9_-]{43}"), made.text());
    assertFalse(made.toString().contains(made.text()));

    assertEquals(Optional.of(made.token()), tokens.authenticate(made.text()));
    assertEquals(Optional.empty(), tokens.authenticate(made.text() + "x"));
    assertEquals(Optional.empty(), tokens.authenticate(made.token().id()));
    assertFalse(tokens.revoke(BEN, made.token().id()));
    assertTrue(tokens.revoke(ANN, made.token().id()));
    assertFalse(tokens.revoke(ANN, made.token().id()));
    assertEquals(Optional.empty(), tokens.authenticate(made.text()));
    assertEquals(List.of(), tokens.list(ANN));
  }

  @Test
  default void itsLastUseIsToldToTheMinute() {
    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    Tokens tokens = tokens(now);
    Tokens.Created made = made(tokens, ANN, Scope.JOBS);
    tokens.authenticate(made.text());
    now.set(NOON.plusSeconds(59));
    tokens.authenticate(made.text());
    assertEquals(NOON, tokens.list(ANN).getFirst().lastUsedAt());
    now.set(NOON.plusSeconds(61));
    tokens.authenticate(made.text());
    assertEquals(NOON.plusSeconds(61), tokens.list(ANN).getFirst().lastUsedAt());
    tokens().used("unknown", NOON);
  }

  @Test
  default void aUserSeesOwnTokensNewestFirst() {
    Tokens tokens = tokens(new AtomicReference<>(NOON));
    ApiToken first = made(tokens, ANN, Scope.JOBS).token();
    made(tokens, BEN, Scope.ADMIN);
    ApiToken second = made(tokens, ANN, Scope.ADMIN).token();
    assertEquals(List.of(second, first), tokens.list(ANN));
  }

  @Test
  default void manyAtOnceAreNoMoreThanAUserMayHave() throws Exception {
    Tokens tokens = tokens(new AtomicReference<>(NOON));
    List<Callable<Boolean>> wishes = new ArrayList<>();
    for (int i = 0; i < Tokens.PER_USER_MAX + 10; i++) {
      wishes.add(() -> tokens.create(ANN, "n", Set.of(Scope.JOBS)).isPresent());
    }
    int made = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> wish : threads.invokeAll(wishes)) {
        made += wish.get() ? 1 : 0;
      }
    }
    assertEquals(Tokens.PER_USER_MAX, made);
    assertEquals(Tokens.PER_USER_MAX, tokens.list(ANN).size());
    assertTrue(tokens.create(BEN, "n", Set.of(Scope.JOBS)).isPresent());
  }
}
