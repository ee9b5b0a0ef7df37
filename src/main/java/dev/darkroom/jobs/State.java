package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.provider.RequestRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a job that its life changes.
 *
 * @param progress 0 to 1, never goes back
 * @param queuePosition how many are ahead in the provider's queue, while it is queued there
 * @param results the provider's answer for each finished stage
 * @param log the last lines that the model logged, bounded by {@link ModelLog}; for operators
 * @param request the latest request that the provider accepted
 * @param counts what was tried
 * @param cause why it waits, and at the end why it failed; the first of a row of troubles
 * @param dueAt when the next visit may come
 * @param endBy everything must be done by then
 */
public record State(
    Phase phase,
    Step step,
    double progress,
    @Nullable Integer queuePosition,
    List<JsonNode> results,
    List<String> log,
    @Nullable RequestRef request,
    Counts counts,
    @Nullable Cause cause,
    @Nullable Long chargedCredits,
    @Nullable String resultKey,
    Instant dueAt,
    Instant endBy,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {

  public State {
    results = List.copyOf(results);
    log = List.copyOf(log);
  }

  /** The same, but due at another time. */
  State due(Instant at) {
    return new State(
        phase,
        step,
        progress,
        queuePosition,
        results,
        log,
        request,
        counts,
        cause,
        chargedCredits,
        resultKey,
        at,
        endBy,
        startedAt,
        endedAt);
  }

  /** A job that nobody has visited. */
  public static State fresh(Instant now, Instant endBy) {
    return new State(
        Phase.WAITING,
        Step.SUBMIT,
        0,
        null,
        List.of(),
        List.of(),
        null,
        new Counts(0, 0, 0, 0),
        null,
        null,
        null,
        now,
        endBy,
        null,
        null);
  }

  /** Whether it has to wait for its turn before the provider is asked for anything. */
  public boolean needsTurn() {
    return step == Step.SUBMIT && results.isEmpty();
  }

  /**
   * Whether it was submitted in this stage and no request of it is known: an answer was lost, or is
   * on its way.
   */
  boolean seeksRequest(int stage) {
    return (step == Step.RESOLVE || step == Step.SUBMIT)
        && results.size() == stage
        && counts.submits() > 0;
  }

  /**
   * What was tried.
   *
   * @param submits submits begun, over all stages
   * @param tries failed tries in a row
   * @param breaks visits in a row that ended without a word: a crash or a bug
   * @param lostAnswers submits whose answer never came
   */
  public record Counts(int submits, int tries, int breaks, int lostAnswers) {

    /** Something went well: what fails next is a new row of troubles. */
    Counts settled() {
      return new Counts(submits, 0, 0, lostAnswers);
    }

    Counts submitting() {
      return new Counts(submits + 1, tries, 0, lostAnswers);
    }

    Counts retried() {
      return new Counts(submits, tries + 1, 0, lostAnswers);
    }

    Counts broken() {
      return new Counts(submits, tries, breaks + 1, lostAnswers);
    }

    Counts answerLost() {
      return new Counts(submits, tries, 0, lostAnswers + 1);
    }
  }
}
