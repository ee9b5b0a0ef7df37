package dev.darkroom.provider;

import dev.darkroom.provider.ProviderException.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the provider has answered this process, as far as it was asked: nothing is called for it. It
 * says as much as the last call; one of many may fail by chance.
 */
public final class Health {
  private final InstantSource clock;
  private final Instant since;
  private final Map<Kind, Long> failures = new EnumMap<>(Kind.class);
  private State state = State.UNKNOWN;
  private @Nullable Instant lastSuccessAt;
  private @Nullable Instant lastFailureAt;
  private @Nullable String lastFailure;

  /** Begins to remember now. */
  public Health(InstantSource clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /** What the last call met. */
  public enum State {
    /** Nothing was asked yet. */
    UNKNOWN,
    /** It answers, be it that a request as such was refused. */
    WELL,
    /** It asks us to wait. */
    BUSY,
    /** 401 or 403: the key or the balance is the operator's to mend; jobs wait for it. */
    LOCKED_OUT,
    /** It cannot be reached, or does not say what it should. */
    TROUBLED
  }

  /**
   * What is remembered.
   *
   * @param lastFailure made of statuses, codes and the names of fields only
   * @param failures since {@code since}, by kind; those that never came are left out
   */
  public record Report(
      State state,
      Instant since,
      @Nullable Instant lastSuccessAt,
      @Nullable Instant lastFailureAt,
      @Nullable String lastFailure,
      Map<Kind, Long> failures) {}

  /** A copy of what is remembered. */
  public synchronized Report report() {
    Map<Kind, Long> counted = new EnumMap<>(Kind.class);
    counted.putAll(failures);
    return new Report(state, since, lastSuccessAt, lastFailureAt, lastFailure, counted);
  }

  /** A call to the provider. */
  interface Call<T> {
    T run() throws ProviderException;
  }

  /** Makes the call, and remembers how it went. */
  <T> T of(Call<T> call) throws ProviderException {
    try {
      T answer = call.run();
      succeeded();
      return answer;
    } catch (ProviderException e) {
      failed(e);
      throw e;
    }
  }

  private synchronized void succeeded() {
    state = State.WELL;
    lastSuccessAt = clock.instant();
  }

  private synchronized void failed(ProviderException e) {
    state =
        switch (e.kind()) {
          case NOT_FOUND, NOT_READY, MODEL_REFUSED, MODEL_FAILED -> State.WELL;
          case BUSY -> State.BUSY;
          case UNAUTHORIZED -> State.LOCKED_OUT;
          case NOT_SENT, TROUBLE, OUTCOME_UNKNOWN, UNREADABLE -> State.TROUBLED;
        };
    lastFailureAt = clock.instant();
    lastFailure = e.getMessage();
    failures.merge(e.kind(), 1L, Long::sum);
  }
}
