package dev.darkroom.media;

import java.util.concurrent.Semaphore;

/**
 * A place at the table where pictures are worked on. There are few, so that the pixels in memory,
 * which lie outside the heap, do not grow with the number of requests and jobs.
 *
 * <p>Take one before a picture is decoded and give it back once all of its pixels are released; not
 * while something is waited for that may take long. Who has one may take it again.
 */
public final class PixelPlace implements AutoCloseable {
  /** Two are worked on by the pixel threads, one is read or written meanwhile. */
  private static final int PLACES = 3;

  private static final Semaphore FREE = new Semaphore(PLACES, true);
  private static final ThreadLocal<Integer> TAKEN = ThreadLocal.withInitial(() -> 0);

  private PixelPlace() {}

  /** Waits for a place; an interrupt does not end the wait. */
  public static PixelPlace take() {
    int taken = TAKEN.get();
    if (taken == 0) {
      FREE.acquireUninterruptibly();
    }
    TAKEN.set(taken + 1);
    return new PixelPlace();
  }

  /** Gives it back, on the thread that took it. */
  @Override
  public void close() {
    int left = TAKEN.get() - 1;
    if (left == 0) {
      TAKEN.remove();
      FREE.release();
    } else {
      TAKEN.set(left);
    }
  }
}
