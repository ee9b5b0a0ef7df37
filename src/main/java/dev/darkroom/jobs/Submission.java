package dev.darkroom.jobs;

import dev.darkroom.provider.Fal;
import dev.darkroom.provider.ProviderException;
import dev.darkroom.provider.RequestRef;
import dev.darkroom.provider.WebhookAddresses;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands calls over to the provider, each once and after its intent is on disk, and remembers which
 * requests they have become until that is written down.
 */
final class Submission {
  private static final Logger LOG = Logger.getLogger(Submission.class);

  private final Moves moves;
  private final Recorder recorder;
  private final Troubles troubles;
  private final Fal fal;
  private final JobSettings settings;
  private final InstantSource clock;
  private final @Nullable WebhookAddresses webhooks;

  /** By job. Each is written down as soon as the store takes it, so there are few. */
  private final Map<String, Taken> taken = new ConcurrentHashMap<>();

  /** What a submit has become, although it is not on disk yet. */
  private record Taken(int stage, RequestRef request) {}

  Submission(
      Moves moves,
      Recorder recorder,
      Troubles troubles,
      Fal fal,
      JobSettings settings,
      InstantSource clock,
      @Nullable WebhookAddresses webhooks) {
    this.moves = moves;
    this.recorder = recorder;
    this.troubles = troubles;
    this.fal = fal;
    this.settings = settings;
    this.clock = clock;
    this.webhooks = webhooks;
  }

  /** The step of a job that is to be submitted. The answer is the job if the claim is kept. */
  Optional<Job> run(Job job, Function<Job, Operation> operations) {
    if (job.cancelAsked()) {
      return recorder.record(job, new Outcome.Cancelled());
    }
    if (troubles.late(job)) {
      return recorder.record(job, new Outcome.Failed(Cause.TIMED_OUT));
    }
    Call call;
    try {
      call = operations.apply(job).call(job);
    } catch (ProviderException e) {
      return recorder.record(job, troubles.at(job, e));
    } catch (StageException e) {
      return recorder.record(job, troubles.at(job, e));
    }
    if (troubles.late(job)) {
      // Handing over what it brings took too long; nothing is paid for yet.
      return recorder.record(job, new Outcome.Failed(Cause.TIMED_OUT));
    }
    Instant sendBy = now().plus(settings.lease());
    return recorder
        .record(job, new Outcome.Submitting(sendBy.plus(grace())))
        .flatMap(submitting -> submit(submitting, call, sendBy));
  }

  /** The intent is on disk. */
  private Optional<Job> submit(Job job, Call call, Instant sendBy) {
    if (job.cancelAsked()) {
      return recorder.record(job, new Outcome.Cancelled());
    }
    if (now().isAfter(sendBy)) {
      // The machine slept or its disk is slow. The grace began to count with what is written, and
      // sent as late as this the job would not have all of it.
      return recorder.record(job, troubles.retry(job, Cause.INTERNAL, Duration.ZERO));
    }
    Outcome outcome = send(job, call);
    if (!(outcome instanceof Outcome.Submitted(RequestRef request, Instant _))) {
      return recorder.record(job, outcome);
    }
    Taken mine = new Taken(job.state().results().size(), request);
    taken.put(job.id(), mine);
    if (recorder.write(Transitions.after(job, outcome, now())).isPresent()) {
      taken.remove(job.id(), mine);
    } else if (moves.gaveUp(job.id())) {
      // It was ended while it was on its way, by somebody who could not know the request.
      troubles.cancel(job.id(), request);
      taken.remove(job.id(), mine);
    }
    return Optional.empty();
  }

  /** The paid call. It is made once; whatever comes back is one of the outcomes. */
  private Outcome send(Job job, Call call) {
    try {
      RequestRef request = fal.submit(call.model(), call.input(), webhook(job, call));
      return new Outcome.Submitted(request, now().plus(settings.pollFirst()));
    } catch (ProviderException e) {
      if (e.kind() == ProviderException.Kind.OUTCOME_UNKNOWN) {
        LOG.warnf("The answer to the submit of job %s was lost: %s", job.id(), e.getMessage());
        return new Outcome.AnswerLost(now().plus(grace()));
      }
      return troubles.at(job, e);
    }
  }

  private @Nullable URI webhook(Job job, Call call) {
    return webhooks == null
        ? null
        : webhooks.of(job.id(), job.state().results().size(), call.model());
  }

  /** A request that was taken tells so at its end, if it can: that is worth a longer wait. */
  private Duration grace() {
    return webhooks == null ? settings.lostAnswerGrace() : settings.lostAnswerWebhookGrace();
  }

  /**
   * Writes down which requests submits have become, where that could not be done at once: the store
   * did not take it, or somebody had taken the job over. Nobody else knows, and the submit would be
   * repeated.
   */
  void recordTaken() {
    taken.forEach(
        (jobId, mine) -> {
          boolean found = moves.found(jobId, mine.stage(), mine.request(), now());
          if (!found && moves.gaveUp(jobId)) {
            // It was ended by somebody who could not know the request.
            troubles.cancel(jobId, mine.request());
          }
          taken.remove(jobId, mine);
        });
  }

  private Instant now() {
    return clock.instant();
  }
}
