package dev.darkroom.media;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A place at the table where pictures are worked on. There are few, so that the pixels in memory,
 * which lie outside the heap, do not grow with the number of requests and jobs.
 *
 * <p>Take one before a picture is decoded and give it back once all of its pixels are released; not
 * while something is waited for that may take long. Who has one must not take another.
 */
public final class PixelPlace implements AutoCloseable {
  /** Two are worked on by the pixel threads, one is read or written meanwhile. */
  static final int PLACES = 3;

  private static final Semaphore FREE = new Semaphore(PLACES, true);

  private final AtomicBoolean taken = new AtomicBoolean(true);

  private PixelPlace() {}

  /** Waits for a place, first come first served; an interrupt does not end the wait. */
  public static PixelPlace take() {
    FREE.acquireUninterruptibly();
    return new PixelPlace();
  }

  /** The same, but no longer than this; null if none became free, or the thread is interrupted. */
  public static @Nullable PixelPlace take(Duration within) {
    try {
      return FREE.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS) ? new PixelPlace() : null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Gives it back; closing twice does nothing. */
  @Override
  public void close() {
    if (taken.getAndSet(false)) {
      FREE.release();
    }
  }
}
