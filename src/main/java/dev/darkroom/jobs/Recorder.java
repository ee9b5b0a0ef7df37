package dev.darkroom.jobs;

import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Writes down what a visit came to. */
final class Recorder {
  private static final Logger LOG = Logger.getLogger(Recorder.class);

  private final Moves moves;
  private final InstantSource clock;

  Recorder(Moves moves, InstantSource clock) {
    this.moves = moves;
    this.clock = clock;
  }

  /** The answer is the job if the claim is kept. */
  Optional<Job> record(Job job, Outcome outcome) {
    // Whatever a job that should end fails of, it is what its user wished; but not once it was
    // done.
    boolean wished =
        job.cancelAsked() && job.state().step() != Step.STORE && outcome instanceof Outcome.Failed;
    Move move = Transitions.after(job, wished ? new Outcome.Cancelled() : outcome, clock.instant());
    Optional<Job> written = write(move);
    return move.keepsClaim() ? written : Optional.empty();
  }

  /** Empty if another visit was quicker. */
  Optional<Job> write(Move move) {
    Optional<Job> written = moves.record(move, clock.instant());
    if (written.isEmpty()) {
      LOG.infof("Job %s was changed by another visit; this one ends", move.before().id());
    }
    return written;
  }
}
