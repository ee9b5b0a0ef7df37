package dev.darkroom;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at something that may be slow or away, for anybody who asks and as often as they like: one
 * looks at a time, all are told what was seen, and nobody waits long.
 */
final class Probe<T> {
  private final Callable<T> look;
  private final Duration within;
  private final Duration keep;
  private final int rest;
  private final LongSupplier nanoTime;

  /** Guarded by this. */
  private @Nullable Look last;

  /**
   * Looks at nothing yet.
   *
   * @param look is interrupted when its time is over
   * @param within how long a look may take
   * @param keep how long what was seen counts at least
   * @param rest how many times as long as a look took it is not looked again
   */
  Probe(Callable<T> look, Duration within, Duration keep, int rest, LongSupplier nanoTime) {
    this.look = look;
    this.within = within;
    this.keep = keep;
    this.rest = rest;
    this.nanoTime = nanoTime;
  }

  /** One look, on a thread of its own. */
  private final class Look {
    private final long startNanos = nanoTime.getAsLong();
    private final CompletableFuture<Optional<T>> seen = new CompletableFuture<>();
    private final Thread looker = Thread.ofVirtual().unstarted(this::run);
    private volatile long endNanos = startNanos;

    private void run() {
      Optional<T> answer = Optional.empty();
      try {
        answer = Optional.of(look.call());
      } catch (Exception e) {
        // What cannot be seen is what is told.
      } finally {
        endNanos = nanoTime.getAsLong();
        seen.complete(answer);
      }
    }

    boolean stillCounts() {
      long now = nanoTime.getAsLong();
      return looker.isAlive()
          || now - startNanos < keep.toNanos()
          || now - endNanos < rest * (endNanos - startNanos);
    }
  }

  /** What is to be seen, or was not long ago; empty if it cannot be seen in time. */
  Optional<T> seen() {
    Look current = current();
    long leftNanos = within.toNanos() - (nanoTime.getAsLong() - current.startNanos);
    try {
      return current.seen.get(Math.max(0, leftNanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      current.looker.interrupt();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A look that ends with a failure indicates a bug", e);
    }
  }

  private synchronized Look current() {
    Look before = last;
    if (before != null && before.stillCounts()) {
      return before;
    }
    Look next = new Look();
    last = next;
    next.looker.start();
    return next;
  }
}
