package dev.darkroom.provider;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.stream.LongStream;

/** Times each call to the provider by what it was and how it ended, and traces it. */
public final class Calls {
  private static final Duration[] BUCKETS =
      LongStream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry meters;
  private final Tracer tracer;
  private final Health health;

  /** What is asked of the provider. */
  enum Call {
    SUBMIT,
    STATUS,
    RESULT,
    CANCEL,
    UPLOAD,
    KEYS
  }

  /** Counts into this registry, traces there, and remembers how calls went. */
  public Calls(MeterRegistry meters, Tracer tracer, Health health) {
    this.meters = meters;
    this.tracer = tracer;
    this.health = health;
  }

  /** Nobody watches. */
  public static Calls unwatched() {
    return new Calls(
        new CompositeMeterRegistry(),
        TracerProvider.noop().get(""),
        new Health(InstantSource.system()));
  }

  Health health() {
    return health;
  }

  /** Does the call; what it answers or throws is passed on. */
  <T> T watch(Call call, Health.Call<T> work) throws ProviderException {
    Span span =
        tracer.spanBuilder("provider " + text(call)).setSpanKind(SpanKind.CLIENT).startSpan();
    long startNanos = System.nanoTime();
    String outcome = "broken";
    try (Scope _ = span.makeCurrent()) {
      T answer = health.of(work);
      outcome = "ok";
      return answer;
    } catch (ProviderException e) {
      outcome = text(e.kind());
      throw e;
    } finally {
      if (!outcome.equals("ok")) {
        span.setStatus(StatusCode.ERROR, outcome);
      }
      span.end();
      Timer.builder("darkroom.provider.call")
          .tags("call", text(call), "outcome", outcome)
          .serviceLevelObjectives(BUCKETS)
          .register(meters)
          .record(Duration.ofNanos(System.nanoTime() - startNanos));
    }
  }

  private static String text(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
