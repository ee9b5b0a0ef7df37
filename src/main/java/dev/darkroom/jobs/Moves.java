package dev.darkroom.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;

/** Where all moves of jobs go through, so that each one that was written is counted once. */
public final class Moves {
  private static final String METER = "darkroom.job.events";

  private final JobStore store;
  private final MeterRegistry meters;

  /** Moves into a store, counted by what they tell in the job's story. */
  public Moves(JobStore store, MeterRegistry meters) {
    this.store = store;
    this.meters = meters;
  }

  /** See {@link JobStore#record}. */
  Optional<Job> record(Move move, Instant now) {
    Optional<Job> written = store.record(move, now);
    Move.Line line = move.event();
    if (written.isPresent() && line != null) {
      meters.counter(METER, "type", move.before().type(), "kind", line.kind()).increment();
    }
    return written;
  }

  /** The move that an outcome makes of a job. */
  Optional<Job> record(Job job, Outcome outcome, Instant now) {
    return record(Transitions.after(job, outcome, now), now);
  }
}
