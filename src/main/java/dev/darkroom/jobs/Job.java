package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One job as it was read: what was asked, how far it is, and the version that guards every write.
 *
 * @param id time-ordered, Darkroom's own
 * @param type the operation that knows how to do it
 * @param input the operation's own checked request
 * @param heldCredits what was set aside at the start: an upper bound of the charge
 * @param startBy the provider must have begun by then
 * @param version changes with every claim and every record
 */
public record Job(
    String id,
    String user,
    String type,
    JsonNode input,
    long heldCredits,
    Instant createdAt,
    Instant startBy,
    State state,
    long version) {

  public Phase phase() {
    return state.phase();
  }
}
