package dev.darkroom.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Makes tokens and knows them again. A text has 256 random bits, so that its plain digest cannot be
 * turned back, and needs no salt.
 */
public final class Tokens {
  /** By this, leaked ones are found, and nobody takes one for another kind of bearer token. */
  public static final String START = "dr_";

  private static final Logger LOG = Logger.getLogger(Tokens.class);
  static final int PER_USER_MAX = 50;
  private static final int SECRET_BYTES = 32;
  private static final Duration USE_TOLD_AFTER = Duration.ofMinutes(1);

  private final TokenStore store;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private final Executor aside;
  private final SecureRandom random = new SecureRandom();

  /**
   * Tokens of a store.
   *
   * @param ids gives time-ordered ids
   * @param aside writes down that a token was used: nobody waits for that, or is refused for it
   */
  public Tokens(TokenStore store, Supplier<String> ids, InstantSource clock, Executor aside) {
    this.store = store;
    this.aside = aside;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A token that was just made.
   *
   * @param text which nobody is told again
   */
  public record Created(ApiToken token, String text) {
    /** Without the text: this may be logged. */
    @Override
    public String toString() {
      return token.toString();
    }
  }

  /** Makes one; empty if the user has as many as anybody may have. */
  public Optional<Created> create(String user, String name, Set<Scope> scopes) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String text = START + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    ApiToken token = new ApiToken(ids.get(), user, name, scopes, clock.instant(), null);
    return store.add(token, digest(text), PER_USER_MAX)
        ? Optional.of(new Created(token, text))
        : Optional.empty();
  }

  /** The token of this text, if there is one; it counts as used. */
  public Optional<ApiToken> authenticate(String text) {
    Optional<ApiToken> token = store.find(digest(text));
    token.ifPresent(this::use);
    return token;
  }

  private void use(ApiToken token) {
    Instant now = clock.instant();
    Instant before = token.lastUsedAt();
    if (before == null || before.plus(USE_TOLD_AFTER).isBefore(now)) {
      aside.execute(() -> note(token, now));
    }
  }

  private void note(ApiToken token, Instant now) {
    try {
      store.used(token.id(), now);
    } catch (RuntimeException e) {
      LOG.warnf("That token %s was used could not be written: %s", token.id(), e.getMessage());
    }
  }

  /** The user's tokens, newest first. */
  public List<ApiToken> list(String user) {
    return store.list(user);
  }

  /** Ends a token of this user at once; false if there is none of this id. */
  public boolean revoke(String user, String id) {
    return store.remove(user, id);
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
