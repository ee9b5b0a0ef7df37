package dev.darkroom;

import dev.darkroom.jobs.Traces;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.inject.Singleton;

/** Random ids for spans, but for the one that stands for a whole job: it is known beforehand. */
@Singleton
class JobSpanIds implements IdGenerator {
  private final IdGenerator random = IdGenerator.random();

  @Override
  public String generateTraceId() {
    return Traces.KNOWN_AS.isBound() ? known().getTraceId() : random.generateTraceId();
  }

  @Override
  public String generateSpanId() {
    return Traces.KNOWN_AS.isBound() ? known().getSpanId() : random.generateSpanId();
  }

  private static SpanContext known() {
    return Traces.KNOWN_AS.get();
  }
}
