package dev.darkroom.jobs;

import dev.darkroom.provider.Fal;
import dev.darkroom.provider.ProviderException;
import dev.darkroom.provider.RequestRef;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** What operators do with jobs that are not theirs. Who did it stands in the log. */
public final class Oversight {
  private static final Logger LOG = Logger.getLogger(Oversight.class);

  /** A job changes a few times in its visit; one that never stands still needs no release. */
  private static final int TRIES = 20;

  private final OversightStore store;
  private final JobStore jobs;
  private final Moves moves;
  private final Fal fal;
  private final InstantSource clock;
  private final Executor aside;

  /**
   * Oversight of a store.
   *
   * @param aside asks the provider, who may be what hangs; nobody waits for it
   */
  public Oversight(
      OversightStore store,
      JobStore jobs,
      Moves moves,
      Fal fal,
      InstantSource clock,
      Executor aside) {
    this.store = store;
    this.jobs = jobs;
    this.moves = moves;
    this.fal = fal;
    this.clock = clock;
    this.aside = aside;
  }

  /**
   * Ends a job as failed, wherever it is, and gives its credits back. It is a move like all others:
   * a visit that is going on loses its race, and what it stored is deleted.
   *
   * @param id its own, or the provider's request id
   * @param by the operator
   * @return empty if there is no such job
   * @throws StoreException if others change the job all the time
   */
  public Optional<Release> release(String id, String by) {
    Optional<Job> found = store.find(id);
    for (int tries = 0; tries < TRIES && found.isPresent(); tries++) {
      Job job = found.get();
      if (job.phase().terminal()) {
        return Optional.of(new Release.AlreadyEnded(job));
      }
      Optional<Job> ended = moves.record(job, new Outcome.Failed(Cause.RELEASED), clock.instant());
      if (ended.isPresent()) {
        LOG.infof("Operator %s released job %s of %s", by, job.id(), job.user());
        return Optional.of(new Release.Released(ended.get(), askProvider(job)));
      }
      found = jobs.get(job.id());
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    throw new StoreException("Job " + id + " is changed all the time", null);
  }

  /** Only while it is asked after does a request of it go on, as far as is known. */
  private boolean askProvider(Job before) {
    RequestRef request = before.state().request();
    if (request == null || before.state().step() != Step.POLL) {
      return false;
    }
    aside.execute(() -> cancel(before.id(), request));
    return true;
  }

  private void cancel(String jobId, RequestRef request) {
    try {
      LOG.infof("The request of released job %s: %s", jobId, fal.cancel(request));
    } catch (ProviderException e) {
      LOG.warnf("The request of released job %s may go on: %s", jobId, e.getMessage());
    }
  }
}
