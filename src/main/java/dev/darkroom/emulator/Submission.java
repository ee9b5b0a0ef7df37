package dev.darkroom.emulator;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a request from the moment it is accepted, but for its input.
 *
 * @param id a version 7 UUID, so that ids sort by time
 * @param low whether it asked for the low priority
 * @param startBefore the caller's own deadline for starting
 * @param fate what cruelty has in store for it
 */
record Submission(
    String id,
    String model,
    String inputSha256,
    Optional<String> webhookUrl,
    boolean low,
    Instant acceptedAt,
    Optional<Instant> startBefore,
    Optional<Way.Fate> fate) {

  AppId app() {
    return AppId.of(model);
  }

  Accepted accepted() {
    return new Accepted(id, model, inputSha256, webhookUrl, acceptedAt);
  }
}
