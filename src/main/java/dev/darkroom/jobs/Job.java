package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One job as it was read: what was asked, how far it is, and the version that guards every write.
 *
 * @param id time-ordered, Darkroom's own
 * @param type the operation that knows how to do it
 * @param input the operation's own checked request
 * @param heldCredits what was set aside at the start: an upper bound of the charge
 * @param fingerprint see {@link Draft}
 * @param startBy the provider must have begun by then
 * @param cancelAskedAt when the user wished it to end; null if nobody did
 * @param version changes with every claim and every record
 */
public record Job(
    String id,
    String user,
    String type,
    JsonNode input,
    long heldCredits,
    @Nullable String fingerprint,
    Instant createdAt,
    Instant startBy,
    State state,
    @Nullable Instant cancelAskedAt,
    long version) {

  /** Whether its user wishes it to end. */
  public boolean cancelAsked() {
    return cancelAskedAt != null;
  }

  public Phase phase() {
    return state.phase();
  }
}
