package dev.darkroom.jobs;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Runs one piece of work again and again on its own thread: at once when nudged, else at a pace.
 */
public final class Loop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Loop.class);
  private static final Duration PAUSE_AFTER_ERROR_MIN = Duration.ofSeconds(1);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

  private final String name;
  private final BooleanSupplier runOnce;
  private final Duration pace;
  private final Semaphore nudges = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A loop that has yet to be started.
   *
   * @param runOnce true if there may be more to do at once
   * @param pace the longest time between two runs
   */
  public Loop(String name, BooleanSupplier runOnce, Duration pace) {
    this.name = name;
    this.runOnce = runOnce;
    this.pace = pace;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether it goes round, or has been closed. Only an error of the JVM ends it otherwise. */
  public boolean alive() {
    return closed || thread.isAlive();
  }

  /** Asks for a run as soon as possible. */
  public void nudge() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  private void run() {
    while (!closed) {
      try {
        await(once());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Duration once() {
    try {
      return runOnce.getAsBoolean() ? Duration.ZERO : pace;
    } catch (RuntimeException | Error e) {
      // Whatever it was, nobody else does what this does. The name is part of the words, so that
      // the trouble of one loop is not taken for that of another.
      LOG.error(name + " failed; it goes on after a pause", e);
      return pace.compareTo(PAUSE_AFTER_ERROR_MIN) > 0 ? pace : PAUSE_AFTER_ERROR_MIN;
    }
  }

  private void await(Duration pause) throws InterruptedException {
    if (nudges.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      nudges.drainPermits();
    }
  }

  /** Ends; waits a little for the run that is going on. */
  @Override
  public void close() {
    closed = true;
    nudges.release();
    try {
      thread.join(CLOSE_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
