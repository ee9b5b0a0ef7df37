package dev.darkroom.blobs;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Aborts a request when its time is up, wherever it then is. Socket timeouts alone do not bound a
 * call: they start anew with each byte.
 */
final class Deadline implements AutoCloseable {
  private final ScheduledFuture<?> alarm;
  private volatile boolean passed;

  Deadline(ScheduledExecutorService clock, HttpUriRequestBase request, Duration left) {
    alarm =
        clock.schedule(
            () -> {
              // Before the abort, so that whoever it wakes knows why.
              passed = true;
              request.abort();
            },
            left.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Whether the request was aborted for its time. */
  boolean passed() {
    return passed;
  }

  @Override
  public void close() {
    alarm.cancel(false);
  }
}
