package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.ProviderException;
import dev.darkroom.provider.RequestRef;
import dev.darkroom.provider.Status;
import dev.darkroom.provider.WebhookAddresses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
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

  private final Moves moves;
  private final Fal fal;
  private final Map<String, Operation> operations;
  private final JobSettings settings;
  private final InstantSource clock;
  private final boolean hears;
  private final Recorder recorder;
  private final Troubles troubles;
  private final Submission submission;

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
    this.moves = moves;
    this.fal = fal;
    this.operations = Map.copyOf(operations);
    this.settings = settings;
    this.clock = clock;
    this.hears = webhooks != null;
    this.recorder = new Recorder(moves, clock);
    this.troubles = new Troubles(fal, backoff, clock);
    this.submission = new Submission(moves, recorder, troubles, fal, settings, clock, webhooks);
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
        case SUBMIT -> submission.run(job, this::operation);
        case RESOLVE -> recorder.record(job, resolve(job));
        case POLL -> recorder.record(job, poll(job, request(job)));
        case STORE -> recorder.record(job, store(job));
        case NONE -> throw new IllegalStateException("A claim on an ended job indicates a bug");
      };
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf(e, "The visit to job %s broke", job.id());
      return recorder.record(job, troubles.broke(job));
    }
  }

  /** See {@link Submission#recordTaken}. */
  void recordTaken() {
    submission.recordTaken();
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
      if (job.cancelAsked() && troubles.cancel(job.id(), request)) {
        return new Outcome.Cancelled();
      }
      return switch (fal.status(request)) {
        case Status.InQueue queued ->
            troubles.late(job)
                ? troubles.stop(job, request)
                : new Outcome.InQueue(queued.position(), nextPoll(job));
        case Status.InProgress running ->
            troubles.late(job)
                ? troubles.stop(job, request)
                : new Outcome.Running(
                    ofAllStages(job, LogProgress.of(running.logs())),
                    ModelLog.last(running.logs()),
                    nextPoll(job));
        case Status.Completed() -> delivered(job, fal.result(request));
      };
    } catch (ProviderException e) {
      return switch (e.kind()) {
        case NOT_READY ->
            troubles.late(job)
                ? troubles.stop(job, request)
                : new Outcome.Running(null, job.state().log(), nextPoll(job));
        case NOT_FOUND -> troubles.at(job, e, Cause.RESULT_LOST, !knownToBeLost(job));
        case NOT_SENT,
            BUSY,
            TROUBLE,
            OUTCOME_UNKNOWN,
            UNAUTHORIZED,
            MODEL_REFUSED,
            MODEL_FAILED,
            UNREADABLE ->
            troubles.at(job, e);
      };
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
      return troubles.at(job, e);
    }
  }

  /** Quick while the job is young, slower with its age. */
  private Instant nextPoll(Job job) {
    Duration byAge = Duration.between(job.createdAt(), now()).dividedBy(20);
    Duration pause = byAge.compareTo(settings.pollFirst()) < 0 ? settings.pollFirst() : byAge;
    Duration longest = hears ? settings.pollMaxWithWebhooks() : settings.pollMax();
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

  static RequestRef request(Job job) {
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
