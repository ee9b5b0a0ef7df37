package dev.darkroom.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is known after it was shown: by all but its text.
 *
 * @param id time-ordered
 * @param user whose it is, an e-mail address in lower case
 * @param name what the user calls it
 * @param scopes never empty
 * @param lastUsedAt to the minute; null if it never was
 */
public record ApiToken(
    String id,
    String user,
    String name,
    Set<Scope> scopes,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {

  public ApiToken {
    scopes = Set.copyOf(scopes);
  }
}
