package dev.darkroom.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A request that the provider has taken, and what it will come to. */
final class ProviderRequest {
  final String id;
  final String jobId;
  final int stage;

  /** Which of the job's submits it was: 1, 2 … */
  final int submit;

  /** Whether it is the job's last stage, whose result is the job's. */
  final boolean last;

  final Instant startsAt;
  final Instant endsAt;
  final boolean succeeds;

  /** When it was cancelled before it had ended; null if it was not. */
  @Nullable Instant cancelledAt;

  /** Whether the engine has a record of it. */
  boolean known;

  /** Whether the answer to its submit came to a server that was alive. */
  boolean heard;

  /** Whether somebody tried to cancel it, with whatever success. */
  boolean stopTried;

  ProviderRequest(
      String id,
      String jobId,
      int stage,
      int submit,
      boolean last,
      Instant startsAt,
      Instant endsAt,
      boolean succeeds) {
    this.id = id;
    this.jobId = jobId;
    this.stage = stage;
    this.submit = submit;
    this.last = last;
    this.startsAt = startsAt;
    this.endsAt = endsAt;
    this.succeeds = succeeds;
  }

  boolean cancelled() {
    return cancelledAt != null;
  }

  boolean ended(Instant now) {
    return cancelled() || !endsAt.isAfter(now);
  }

  /** The picture that it makes; only its own job may show it. */
  String picture() {
    return "picture of " + id + " for " + jobId;
  }
}
