package dev.darkroom.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jspecify.annotations.Nullable;

/**
 * Log lines as server-sent events: {@code id} is the place in the log, {@code event} the kind of
 * the line. Only lines have an id.
 */
record Wire(Sse sse, ObjectMapper json) {
  /** Clients that were cut off come again after so long. */
  private static final long RETRY_MILLIS = 1000;

  /**
   * How many are ahead of a waiting job.
   *
   * @param queuePosition 0 if it is next
   */
  public record PositionBody(String jobId, @Nullable Integer queuePosition) {}

  /** Where a stream of new lines begins. */
  public record OpenBody(long after) {}

  OutboundSseEvent line(long place, JobEvent line) {
    return named(line.kind(), JobBody.EventBody.of(line)).id(Long.toString(place)).build();
  }

  OutboundSseEvent position(Job job, @Nullable Integer queuePosition) {
    return named("position", new PositionBody(job.id(), queuePosition)).build();
  }

  OutboundSseEvent comment() {
    return sse.newEventBuilder().comment("").build();
  }

  /** The reader has the lines up to there, or needs none of them. */
  OutboundSseEvent open(long after) {
    return named("open", new OpenBody(after))
        .id(Long.toString(after))
        .reconnectDelay(RETRY_MILLIS)
        .build();
  }

  /** What the reader says that it has is not in the log: whatever it knows may be wrong. */
  OutboundSseEvent reset(long after) {
    return named("reset", new OpenBody(after))
        .id(Long.toString(after))
        .reconnectDelay(RETRY_MILLIS)
        .build();
  }

  /** Written here, since the framework would tell the type of each event in a field of its own. */
  private OutboundSseEvent.Builder named(String name, Object body) {
    try {
      return sse.newEventBuilder().name(name).data(json.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event is always JSON: indicates a bug", e);
    }
  }
}
