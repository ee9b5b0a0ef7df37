package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.jobs.Move.Line;
import dev.darkroom.jobs.Move.Settlement;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.provider.RequestRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state while it is being changed. */
final class StateEdit {
  Phase phase;
  Step step;
  double progress;
  @Nullable Integer position;
  final List<JsonNode> results;
  List<String> log;
  @Nullable RequestRef request;
  State.Counts counts;
  @Nullable Cause cause;
  @Nullable Long charged;
  @Nullable String resultKey;
  Instant due;
  Instant endBy;
  @Nullable Instant startedAt;
  @Nullable Instant endedAt;

  StateEdit(State state) {
    phase = state.phase();
    step = state.step();
    progress = state.progress();
    results = new ArrayList<>(state.results());
    log = state.log();
    request = state.request();
    counts = state.counts();
    cause = state.cause();
    charged = state.chargedCredits();
    resultKey = state.resultKey();
    due = state.dueAt();
    endBy = state.endBy();
    startedAt = state.startedAt();
    endedAt = state.endedAt();
  }

  /** Phases and progress never go back: a second stage stays where the first one got to. */
  StateEdit moveTo(Phase next, double reached) {
    if (next.compareTo(phase) > 0) {
      if (!phase.next().contains(next)) {
        throw new IllegalStateException("From %s to %s indicates a bug".formatted(phase, next));
      }
      phase = next;
    }
    progress = Math.max(progress, Math.round(reached * 100) / 100.0);
    return this;
  }

  StateEdit settle() {
    counts = counts.settled();
    cause = null;
    return this;
  }

  StateEdit trouble(Cause next) {
    cause = cause == null ? next : cause;
    return this;
  }

  StateEdit started(Instant now) {
    startedAt = startedAt == null ? now : startedAt;
    return this;
  }

  void end(Instant now) {
    step = Step.NONE;
    // What the provider said has been used, and may be large.
    results.clear();
    endedAt = now;
    due = now;
  }

  Move keeping(Job job, Line event) {
    return new Move(job, state(), true, event, new Settlement.Keep(), List.of());
  }

  Move releasing(Job job, @Nullable Line event) {
    return new Move(job, state(), false, event, new Settlement.Keep(), List.of());
  }

  Move failing(Job job, Cause why, Instant now) {
    moveTo(Phase.FAILED, progress).end(now);
    cause = why;
    return ending(job, new Line("failed", why.words()), new Settlement.Release(), List.of());
  }

  Move cancelling(Job job, Instant now) {
    moveTo(Phase.CANCELLED, progress).end(now);
    cause = Cause.CANCELLED;
    return ending(
        job, new Line("cancelled", Cause.CANCELLED.words()), new Settlement.Release(), List.of());
  }

  Move ending(Job job, Line event, Settlement settlement, List<LibraryItem> items) {
    return new Move(job, state(), false, event, settlement, items);
  }

  private State state() {
    return new State(
        phase, step, progress, position, results, log, request, counts, cause, charged, resultKey,
        due, endBy, startedAt, endedAt);
  }
}
