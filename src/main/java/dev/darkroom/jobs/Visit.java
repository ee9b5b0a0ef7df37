package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.provider.Cancelled;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.ProviderException;
import dev.darkroom.provider.RequestRef;
import dev.darkroom.provider.Status;
import dev.darkroom.provider.WebhookAddresses;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One visit to a claimed job: does what its step says, and records it, until the claim is given
 * back.
 */
public final class Visit {
  private static final Logger LOG = Logger.getLogger(Visit.class);

  /** A lost submit is repeated this often, at most. */
  private static final int LOST_ANSWERS_MAX = 1;

  /**
   * A queue may need a moment before it knows a request that it has just taken, and one that is in
   * trouble may deny a request that it has. So many failed tries in a row take about a minute.
   */
  private static final int UNKNOWN_REQUEST_TRIES = 8;

  /**
   * After a long stop of this server the deadline may have passed while a paid result waits, so one
   * fault on the way to it does not end the job.
   */
  private static final int TRIES_PAST_DEADLINE = 3;

  private final Moves moves;
  private final Fal fal;
  private final Map<String, Operation> operations;
  private final JobSettings settings;
  private final Backoff backoff;
  private final InstantSource clock;
  private final @Nullable WebhookAddresses webhooks;

  /** By job. Each is written down as soon as the store takes it, so there are few. */
  private final Map<String, Taken> taken = new ConcurrentHashMap<>();

  /** What a submit has become, although it is not on disk yet. */
  private record Taken(int stage, RequestRef request) {}

  /**
   * A visitor that knows these operations, by job type.
   *
   * @param webhooks where the provider tells ends by itself; null if it cannot reach this server
   */
  public Visit(
      Moves moves,
      Fal fal,
      Map<String, Operation> operations,
      JobSettings settings,
      Backoff backoff,
      InstantSource clock,
      @Nullable WebhookAddresses webhooks) {
    this.webhooks = webhooks;
    this.moves = moves;
    this.fal = fal;
    this.operations = Map.copyOf(operations);
    this.settings = settings;
    this.backoff = backoff;
    this.clock = clock;
  }

  void run(Job claimed) {
    Traces traces = moves.meters().traces();
    traces.visit(
        claimed,
        () -> {
          Optional<Job> held = Optional.of(claimed);
          while (held.isPresent()) {
            Job job = held.get();
            held = traces.step(job.state().step(), () -> step(job));
          }
        });
  }

  /** One step. The answer is the job if the claim is kept. */
  private Optional<Job> step(Job job) {
    try {
      return switch (job.state().step()) {
        case SUBMIT -> submit(job);
        case RESOLVE -> record(job, resolve(job));
        case POLL -> record(job, poll(job, request(job)));
        case STORE -> record(job, store(job));
        case NONE -> throw new IllegalStateException("A claim on an ended job indicates a bug");
      };
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf(e, "The visit to job %s broke", job.id());
      return record(
          job, new Outcome.Broke(now().plus(backoff.after(job.state().counts().breaks()))));
    }
  }

  private Optional<Job> submit(Job job) {
    if (job.cancelAsked()) {
      return record(job, new Outcome.Cancelled());
    }
    if (late(job)) {
      return record(job, new Outcome.Failed(Cause.TIMED_OUT));
    }
    Call call;
    try {
      call = operation(job).call(job);
    } catch (ProviderException e) {
      return record(job, trouble(job, e));
    } catch (StageException e) {
      return record(job, trouble(job, e));
    }
    if (late(job)) {
      // Handing over what it brings took too long; nothing is paid for yet.
      return record(job, new Outcome.Failed(Cause.TIMED_OUT));
    }
    Instant sendBy = now().plus(settings.lease());
    return record(job, new Outcome.Submitting(sendBy.plus(grace())))
        .flatMap(submitting -> submit(submitting, call, sendBy));
  }

  /** The intent is on disk. */
  private Optional<Job> submit(Job job, Call call, Instant sendBy) {
    if (job.cancelAsked()) {
      return record(job, new Outcome.Cancelled());
    }
    if (now().isAfter(sendBy)) {
      // The machine slept or its disk is slow. The grace began to count with what is written, and
      // sent as late as this the job would not have all of it.
      return record(job, retry(job, Cause.INTERNAL, Duration.ZERO));
    }
    Outcome outcome = send(job, call);
    if (!(outcome instanceof Outcome.Submitted(RequestRef request, Instant _))) {
      return record(job, outcome);
    }
    Taken mine = new Taken(job.state().results().size(), request);
    taken.put(job.id(), mine);
    if (write(Transitions.after(job, outcome, now())).isPresent()) {
      taken.remove(job.id(), mine);
    } else if (moves.gaveUp(job.id())) {
      // It was ended while it was on its way, by somebody who could not know the request.
      cancelAtProvider(job.id(), request);
      taken.remove(job.id(), mine);
    }
    return Optional.empty();
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
            cancelAtProvider(jobId, mine.request());
          }
          taken.remove(jobId, mine);
        });
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
      return trouble(job, e);
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

  private Outcome resolve(Job job) {
    if (job.cancelAsked()) {
      // Whatever was taken will not be fetched; nobody pays here for what is not known.
      return new Outcome.Cancelled();
    }
    return job.state().counts().lostAnswers() < LOST_ANSWERS_MAX
        ? new Outcome.Resubmit()
        : new Outcome.Failed(Cause.SUBMIT_UNKNOWN);
  }

  private Outcome poll(Job job, RequestRef request) {
    try {
      if (job.cancelAsked() && cancelAtProvider(job.id(), request)) {
        return new Outcome.Cancelled();
      }
      return switch (fal.status(request)) {
        case Status.InQueue queued ->
            late(job) ? stop(job, request) : new Outcome.InQueue(queued.position(), nextPoll(job));
        case Status.InProgress running ->
            late(job)
                ? stop(job, request)
                : new Outcome.Running(
                    ofAllStages(job, LogProgress.of(running.logs())),
                    ModelLog.last(running.logs()),
                    nextPoll(job));
        case Status.Completed() -> delivered(job, fal.result(request));
      };
    } catch (ProviderException e) {
      return switch (e.kind()) {
        case NOT_READY ->
            late(job)
                ? stop(job, request)
                : new Outcome.Running(null, job.state().log(), nextPoll(job));
        case NOT_FOUND -> trouble(job, e, Cause.RESULT_LOST, !knownToBeLost(job));
        case NOT_SENT,
            BUSY,
            TROUBLE,
            OUTCOME_UNKNOWN,
            UNAUTHORIZED,
            MODEL_REFUSED,
            MODEL_FAILED,
            UNREADABLE ->
            trouble(job, e);
      };
    }
  }

  /**
   * Whether it was removed before it began. While it cannot be cancelled it may be done all the
   * same, so nothing waits for that.
   */
  private boolean cancelAtProvider(String jobId, RequestRef request) {
    try {
      return fal.cancel(request) == Cancelled.REMOVED;
    } catch (ProviderException e) {
      LOG.warnf("Job %s could not be cancelled at the provider: %s", jobId, e.getMessage());
      return false;
    }
  }

  /** Only a row of troubles that began with this answer, and held on to it, is believed. */
  private static boolean knownToBeLost(Job job) {
    return Cause.RESULT_LOST.equals(job.state().cause())
        && job.state().counts().tries() >= UNKNOWN_REQUEST_TRIES;
  }

  private Outcome delivered(Job job, JsonNode result) {
    boolean last = job.state().results().size() + 1 >= operation(job).stages(job);
    Instant storeBy = now().plus(settings.storeWithin());
    Instant endBy = job.state().endBy();
    return new Outcome.StageDone(result, last, storeBy.isAfter(endBy) ? storeBy : endBy);
  }

  private Outcome store(Job job) {
    long startNanos = System.nanoTime();
    Outcome outcome = output(job);
    moves.meters().stored(job, outcome, Duration.ofNanos(System.nanoTime() - startNanos));
    return outcome;
  }

  private Outcome output(Job job) {
    try {
      return new Outcome.Finished(operation(job).output(job), job.heldCredits());
    } catch (StageException e) {
      return trouble(job, e);
    }
  }

  /** The deadline has passed: the provider is told, whatever it answers. */
  private Outcome stop(Job job, RequestRef request) {
    cancelAtProvider(job.id(), request);
    return new Outcome.Failed(Cause.TIMED_OUT);
  }

  private Outcome trouble(Job job, ProviderException e) {
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
    return trouble(job, e, new Cause(code, e.publicWords()), mayRetry);
  }

  private Outcome trouble(Job job, ProviderException e, Cause cause, boolean mayRetry) {
    return mayRetry
        ? retry(job, cause, e.retryAfter().orElse(Duration.ZERO))
        : new Outcome.Failed(cause);
  }

  private Outcome trouble(Job job, StageException e) {
    return e.mayRetry() ? retry(job, e.reason(), Duration.ZERO) : new Outcome.Failed(e.reason());
  }

  /** Another try after a pause, at least as long as the other side asks for. */
  private Outcome retry(Job job, Cause cause, Duration atLeast) {
    Duration pause = backoff.after(job.state().counts().tries());
    Instant due = now().plus(pause.compareTo(atLeast) < 0 ? atLeast : pause);
    boolean triedEnough = job.state().counts().tries() >= TRIES_PAST_DEADLINE;
    if (!due.isAfter(deadline(job)) || !triedEnough) {
      return new Outcome.Retry(cause, due);
    }
    return job.state().step() == Step.POLL
        ? stop(job, request(job))
        : new Outcome.Failed(Cause.TIMED_OUT);
  }

  private Optional<Job> record(Job job, Outcome outcome) {
    // Whatever a job that should end fails of, it is what its user wished; but not once it was
    // done.
    boolean wished =
        job.cancelAsked() && job.state().step() != Step.STORE && outcome instanceof Outcome.Failed;
    Move move = Transitions.after(job, wished ? new Outcome.Cancelled() : outcome, now());
    Optional<Job> written = write(move);
    return move.keepsClaim() ? written : Optional.empty();
  }

  private Optional<Job> write(Move move) {
    Optional<Job> written = moves.record(move, now());
    if (written.isEmpty()) {
      LOG.infof("Job %s was changed by another visit; this one ends", move.before().id());
    }
    return written;
  }

  private boolean late(Job job) {
    return now().isAfter(deadline(job));
  }

  private static Instant deadline(Job job) {
    return job.state().startedAt() == null ? job.startBy() : job.state().endBy();
  }

  /** Quick while the job is young, slower with its age. */
  private Instant nextPoll(Job job) {
    Duration byAge = Duration.between(job.createdAt(), now()).dividedBy(20);
    Duration pause = byAge.compareTo(settings.pollFirst()) < 0 ? settings.pollFirst() : byAge;
    Duration longest = webhooks == null ? settings.pollMax() : settings.pollMaxWithWebhooks();
    return now().plus(pause.compareTo(longest) > 0 ? longest : pause);
  }

  private @Nullable Double ofAllStages(Job job, @Nullable Double fraction) {
    return fraction == null
        ? null
        : (job.state().results().size() + fraction) / operation(job).stages(job);
  }

  private Operation operation(Job job) {
    Operation operation = operations.get(job.type());
    if (operation == null) {
      throw new IllegalStateException("No operation does jobs of type " + job.type());
    }
    return operation;
  }

  private static RequestRef request(Job job) {
    RequestRef request = job.state().request();
    if (request == null) {
      throw new IllegalStateException(
          "Job %s polls without a request: indicates a bug".formatted(job.id()));
    }
    return request;
  }

  private Instant now() {
    return clock.instant();
  }
}
