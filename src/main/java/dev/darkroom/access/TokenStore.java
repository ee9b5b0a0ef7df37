package dev.darkroom.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where tokens are kept, each by the digest of its text and never by the text itself. */
public interface TokenStore {

  /**
   * Adds a token.
   *
   * @param digest SHA-256 of its text, in hex
   * @param most how many tokens its user may have
   * @return false if there are as many already
   */
  boolean add(ApiToken token, String digest, int most);

  /** The token whose text has this digest. */
  Optional<ApiToken> find(String digest);

  /** The user's tokens, newest first. */
  List<ApiToken> list(String user);

  /** Takes a token of this user away; false if there is none of this id. */
  boolean remove(String user, String id);

  /** Remembers when a token was used; one that has gone meanwhile does not come back. */
  void used(String id, Instant at);
}
