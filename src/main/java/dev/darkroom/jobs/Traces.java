package dev.darkroom.jobs;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One trace a job: a span for its whole life, below it one for each visit, below these its steps
 * and calls. A job is visited by many servers and processes, so what binds them together is
 * computed from the job's id and kept nowhere.
 */
public final class Traces {
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  /**
   * Under which ids the span that begins next shall be known. Whoever wires the exporter gives it
   * an id generator that looks here.
   */
  public static final ScopedValue<SpanContext> KNOWN_AS = ScopedValue.newInstance();

  /** Null if nothing is traced. */
  private final @Nullable Tracer tracer;

  private Traces(@Nullable Tracer tracer) {
    this.tracer = tracer;
  }

  /** Traces there. */
  public static Traces to(Tracer tracer) {
    return new Traces(tracer);
  }

  /** Traces nothing, and leaves no trace's id with metrics and logs either. */
  public static Traces none() {
    return new Traces(null);
  }

  /** The span of a job's whole life, which is told when it ends. */
  static SpanContext of(String jobId) {
    byte[] digest = sha256(jobId);
    HexFormat hex = HexFormat.of();
    return SpanContext.createFromRemoteParent(
        hex.formatHex(digest, 0, TRACE_BYTES),
        hex.formatHex(digest, TRACE_BYTES, TRACE_BYTES + SPAN_BYTES),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  /** A visit to a job, by whichever server. */
  void visit(Job job, Runnable visit) {
    if (tracer == null) {
      visit.run();
      return;
    }
    SpanBuilder span =
        tracer
            .spanBuilder("visit")
            .setParent(Context.root().with(Span.wrap(of(job.id()))))
            .setAttribute("darkroom.job.id", job.id())
            .setAttribute("darkroom.job.type", job.type());
    in(
        span,
        () -> {
          visit.run();
          return true;
        });
  }

  /** One step of the visit that is going on. */
  <T> T step(Step step, Supplier<T> work) {
    return tracer == null
        ? work.get()
        : in(tracer.spanBuilder("step " + step.name().toLowerCase(Locale.ROOT)), work);
  }

  private static <T> T in(SpanBuilder builder, Supplier<T> work) {
    Span span = builder.startSpan();
    try (Scope _ = span.makeCurrent()) {
      return work.get();
    } catch (RuntimeException e) {
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }

  /** The end of a job, which is told once: its whole life as one span. */
  void ended(Job job, State after, Instant now) {
    Tracer to = tracer;
    if (to != null) {
      ScopedValue.where(KNOWN_AS, of(job.id())).run(() -> life(to, job, after).end(now));
    }
  }

  private static Span life(Tracer tracer, Job job, State after) {
    Span span =
        tracer
            .spanBuilder("job " + job.type())
            .setNoParent()
            .setSpanKind(SpanKind.INTERNAL)
            .setStartTimestamp(job.createdAt())
            .setAttribute("darkroom.job.id", job.id())
            .setAttribute("darkroom.job.type", job.type())
            .setAttribute("darkroom.job.submits", after.counts().submits())
            .startSpan();
    Cause cause = after.cause();
    if (after.phase() == Phase.FAILED && cause != null) {
      span.setStatus(StatusCode.ERROR, cause.code());
    }
    return span;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
