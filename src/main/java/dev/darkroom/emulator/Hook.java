package dev.darkroom.emulator;

import java.time.Instant;

/**
 * An end that is still to be told, as it lies on disk beside its request.
 *
 * @param id of the request that ended
 * @param url the {@code fal_webhook} of its submit
 * @param endedAt when it ended; it is told for as long as its result is kept
 * @param attempts how often it was tried in vain
 * @param dueAt when it is tried next
 * @param spared whether cruelty has had its turn, so that the next attempt is honest
 */
record Hook(String id, String url, Instant endedAt, int attempts, Instant dueAt, boolean spared)
    implements HookLine.Errand {

  static Hook first(String id, String url, Instant endedAt) {
    return new Hook(id, url, endedAt, 0, endedAt, false);
  }

  /** After one more attempt in vain. */
  Hook failed(Instant newDueAt) {
    return new Hook(id, url, endedAt, attempts + 1, newDueAt, false);
  }

  /** Put off without an attempt. */
  Hook spared(Instant newDueAt) {
    return new Hook(id, url, endedAt, attempts, newDueAt, true);
  }
}
