package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.State;
import dev.darkroom.provider.RequestRef;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column that a job's state fills.
 *
 * @param part the part of a state that it holds
 */
record StateColumn(String name, Function<State, @Nullable Object> part) {
  /** All of them but {@code due_at}, on which others have a say. */
  static final List<StateColumn> ALL =
      List.of(
          new StateColumn("status", state -> state.phase().status()),
          new StateColumn("phase", State::phase),
          new StateColumn("step", State::step),
          new StateColumn("progress", State::progress),
          new StateColumn("queue_position", State::queuePosition),
          new StateColumn("results", State::results),
          new StateColumn("log", State::log),
          new StateColumn("request", State::request),
          new StateColumn("request_id", state -> of(state.request(), RequestRef::requestId)),
          new StateColumn("submits", state -> state.counts().submits()),
          new StateColumn("tries", state -> state.counts().tries()),
          new StateColumn("breaks", state -> state.counts().breaks()),
          new StateColumn("lost_answers", state -> state.counts().lostAnswers()),
          new StateColumn("cause_code", state -> of(state.cause(), Cause::code)),
          new StateColumn("cause_words", state -> of(state.cause(), Cause::words)),
          new StateColumn("charged_credits", State::chargedCredits),
          new StateColumn("result_key", State::resultKey),
          new StateColumn("end_by", State::endBy),
          new StateColumn("started_at", State::startedAt),
          new StateColumn("ended_at", State::endedAt));

  /**
   * Those in which two states differ. A column that is written as it was costs its indexes as much
   * as one that changes.
   */
  static List<StateColumn> changed(State before, State after) {
    return ALL.stream()
        .filter(column -> !Objects.equals(column.part.apply(before), column.part.apply(after)))
        .toList();
  }

  /** As it is stored. */
  @Nullable Object value(State state) {
    return switch (part.apply(state)) {
      case null -> null;
      case Enum<?> word -> JobRow.text(word);
      case Instant time -> time.toEpochMilli();
      case List<?> list -> JobRow.write(list);
      case RequestRef request -> JobRow.write(request);
      case Object plain -> plain;
    };
  }

  private static <T> @Nullable Object of(@Nullable T whole, Function<T, Object> part) {
    return whole == null ? null : part.apply(whole);
  }
}
