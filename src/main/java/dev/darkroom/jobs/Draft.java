package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A checked and priced request that is not yet a job.
 *
 * @param input all that the operation will need, without bytes
 * @param credits the most that it can cost; held until the job ends
 * @param within how long it may take in all
 * @param terms whether it is to be done, or was only to be priced
 * @param fingerprint the same for requests whose result is the same, so that an equal one that is
 *     under way is joined; null if each is done for itself
 */
public record Draft(
    String user,
    String type,
    JsonNode input,
    long credits,
    Duration within,
    Terms terms,
    @Nullable String fingerprint) {

  /** A draft that is done for itself. */
  public Draft(
      String user, String type, JsonNode input, long credits, Duration within, Terms terms) {
    this(user, type, input, credits, within, terms, null);
  }

  public Draft {
    if (credits < 0) {
      throw new IllegalStateException("A price below zero indicates a bug");
    }
  }

  /**
   * The key that makes a repeated request harmless, unique for the user.
   *
   * @param bodyHash tells a repeated request from another one under the same key
   */
  public record Idempotency(String key, String bodyHash) {}
}
