package dev.darkroom.jobs;

import dev.darkroom.provider.Cancelled;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.ProviderException;
import dev.darkroom.provider.RequestRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** What becomes of a job that meets trouble or is late: another try, or its end. */
final class Troubles {
  private static final Logger LOG = Logger.getLogger(Troubles.class);

  /**
   * After a long stop of this server the deadline may have passed while a paid result waits, so one
   * fault on the way to it does not end the job.
   */
  private static final int TRIES_PAST_DEADLINE = 3;

  private final Fal fal;
  private final Backoff backoff;
  private final InstantSource clock;

  Troubles(Fal fal, Backoff backoff, InstantSource clock) {
    this.fal = fal;
    this.backoff = backoff;
    this.clock = clock;
  }

  Outcome at(Job job, ProviderException e) {
    LOG.warnf("Job %s met trouble at the provider: %s", job.id(), e.getMessage());
    String code =
        switch (e.kind()) {
          case MODEL_REFUSED -> "REFUSED";
          case MODEL_FAILED, UNREADABLE, NOT_FOUND, NOT_READY -> "PROCESSING_FAILED";
          case NOT_SENT, BUSY, TROUBLE, OUTCOME_UNKNOWN, UNAUTHORIZED -> "PROVIDER_UNAVAILABLE";
        };
    boolean mayRetry =
        switch (e.kind()) {
          // Being locked out is the operator's to mend: jobs wait as for a provider that is down.
          case UNAUTHORIZED -> true;
          // Only a new submit could help, and that may be paid twice.
          case MODEL_FAILED -> false;
          case NOT_SENT,
              BUSY,
              TROUBLE,
              OUTCOME_UNKNOWN,
              NOT_FOUND,
              NOT_READY,
              MODEL_REFUSED,
              UNREADABLE ->
              e.retryable();
        };
    return at(job, e, new Cause(code, e.publicWords()), mayRetry);
  }

  Outcome at(Job job, ProviderException e, Cause cause, boolean mayRetry) {
    return mayRetry
        ? retry(job, cause, e.retryAfter().orElse(Duration.ZERO))
        : new Outcome.Failed(cause);
  }

  Outcome at(Job job, StageException e) {
    return e.mayRetry() ? retry(job, e.reason(), Duration.ZERO) : new Outcome.Failed(e.reason());
  }

  /** A bug. */
  Outcome broke(Job job) {
    return new Outcome.Broke(now().plus(backoff.after(job.state().counts().breaks())));
  }

  /** Another try after a pause, at least as long as the other side asks for. */
  Outcome retry(Job job, Cause cause, Duration atLeast) {
    Duration pause = backoff.after(job.state().counts().tries());
    Instant due = now().plus(pause.compareTo(atLeast) < 0 ? atLeast : pause);
    boolean triedEnough = job.state().counts().tries() >= TRIES_PAST_DEADLINE;
    if (!due.isAfter(deadline(job)) || !triedEnough) {
      return new Outcome.Retry(cause, due);
    }
    return job.state().step() == Step.POLL
        ? stop(job, Visit.request(job))
        : new Outcome.Failed(Cause.TIMED_OUT);
  }

  boolean late(Job job) {
    return now().isAfter(deadline(job));
  }

  private static Instant deadline(Job job) {
    return job.state().startedAt() == null ? job.startBy() : job.state().endBy();
  }

  /** The deadline has passed: the provider is told, whatever it answers. */
  Outcome stop(Job job, RequestRef request) {
    cancel(job.id(), request);
    return new Outcome.Failed(Cause.TIMED_OUT);
  }

  /**
   * Asks the provider to drop a request. Whether it was removed before it began. While it cannot be
   * cancelled it may be done all the same, so nothing waits for that.
   */
  boolean cancel(String jobId, RequestRef request) {
    try {
      return fal.cancel(request) == Cancelled.REMOVED;
    } catch (ProviderException e) {
      LOG.warnf("Job %s could not be cancelled at the provider: %s", jobId, e.getMessage());
      return false;
    }
  }

  private Instant now() {
    return clock.instant();
  }
}
