package dev.darkroom.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * Counts and times what happens to jobs. Tags are words of ours, never a user, a job or a file, so
 * that there are few series however many jobs there are.
 */
public final class JobMeters {
  private static final String EVENTS = "darkroom.job.events";
  private static final String RETRIES = "darkroom.job.retries";
  private static final String LOST_ANSWERS = "darkroom.lost.answers";
  private static final String CHARGED = "darkroom.credits.charged";
  private static final String SUBMIT = "darkroom.job.submit";
  private static final String FINISH = "darkroom.job.finish";
  private static final String STORE = "darkroom.job.store";

  private static final Duration[] SECONDS = seconds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);
  private static final Duration[] MINUTES =
      seconds(0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200);

  private final MeterRegistry meters;
  private final Traces traces;

  /** What became of submits the answer to which did not come. */
  private enum LostAnswer {
    /** It was noticed that the answer is lost. */
    LOST,
    /** The provider told by itself what the submit has become. */
    FOUND,
    /** Nobody told, so it was submitted again; it may be paid twice. */
    RESUBMITTED,
    /** Lost again: the job failed. */
    GIVEN_UP
  }

  /** Counts into this registry, and traces there. */
  public JobMeters(MeterRegistry meters, Traces traces) {
    this.meters = meters;
    this.traces = traces;
    // What has not happened yet shows as 0, so that its first time is seen.
    for (LostAnswer each : LostAnswer.values()) {
      lostAnswers(each);
    }
  }

  Traces traces() {
    return traces;
  }

  /** A move was written, which is told once. */
  void moved(Move move, Instant now) {
    Job job = move.before();
    Move.Line line = move.event();
    if (line != null) {
      meters.counter(EVENTS, "type", job.type(), "kind", line.kind()).increment();
      lostAnswer(move, line);
      submit(move, line, now);
    }
    Cause cause = move.after().cause();
    if (cause != null && move.after().counts().tries() > job.state().counts().tries()) {
      meters.counter(RETRIES, "cause", cause.code()).increment();
    }
    if (move.settlement() instanceof Move.Settlement.Charge(long credits)) {
      meters.counter(CHARGED, "type", job.type()).increment((double) credits);
    }
    if (move.after().phase().terminal()) {
      String outcome = text(move.after().phase());
      timer(FINISH, MINUTES, "type", job.type(), "outcome", outcome)
          .record(Duration.between(job.createdAt(), now));
      traces.ended(job, move.after(), now);
    }
  }

  private void lostAnswer(Move move, Move.Line line) {
    switch (line.kind()) {
      case "answer_lost" -> lostAnswers(LostAnswer.LOST).increment();
      case "found" -> lostAnswers(LostAnswer.FOUND).increment();
      case "resubmitting" -> lostAnswers(LostAnswer.RESUBMITTED).increment();
      case "failed" -> {
        if (Cause.SUBMIT_UNKNOWN.equals(move.after().cause())) {
          lostAnswers(LostAnswer.GIVEN_UP).increment();
        }
      }
      default -> {}
    }
  }

  /** From the admission until the provider has taken it. */
  private void submit(Move move, Move.Line line, Instant now) {
    boolean taken = line.kind().equals("submitted") || line.kind().equals("found");
    if (taken && move.before().state().results().isEmpty()) {
      timer(SUBMIT, MINUTES, "type", move.before().type())
          .record(Duration.between(move.before().createdAt(), now));
    }
  }

  /** A result was fetched, checked and put into storage, or that failed. */
  void stored(Job job, Outcome outcome, Duration took) {
    String word =
        outcome instanceof Outcome.Finished
            ? "ok"
            : outcome instanceof Outcome.Retry ? "retried" : "failed";
    timer(STORE, SECONDS, "type", job.type(), "outcome", word).record(took);
  }

  private Counter lostAnswers(LostAnswer outcome) {
    return meters.counter(LOST_ANSWERS, "outcome", outcome.name().toLowerCase(Locale.ROOT));
  }

  private Timer timer(String name, Duration[] buckets, String... tags) {
    return Timer.builder(name).tags(tags).serviceLevelObjectives(buckets).register(meters);
  }

  private static String text(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private static Duration[] seconds(double... values) {
    return Arrays.stream(values)
        .mapToObj(value -> Duration.ofMillis(Math.round(value * 1000)))
        .toArray(Duration[]::new);
  }
}
