package dev.darkroom.db.surreal;

import dev.darkroom.db.surreal.SurrealException.Kind;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Repeats what met another transaction or no server, with growing random pauses, to an end. */
final class Repeat {
  private static final long PAUSE_FIRST_MILLIS = 4;
  private static final long PAUSE_MAX_MILLIS = 500;

  private final long endNanos;

  /** Its time begins now. */
  Repeat(Duration within) {
    this.endNanos = System.nanoTime() + within.toNanos();
  }

  /**
   * What the call gives in the end.
   *
   * @throws SurrealException the last one, if the time is over or repeating cannot help
   */
  <T> T until(Supplier<T> call) {
    long pause = PAUSE_FIRST_MILLIS;
    while (true) {
      try {
        return call.get();
      } catch (SurrealException e) {
        if (!mayHelp(e.kind()) || System.nanoTime() - endNanos >= 0 || !slept(pause)) {
          throw e;
        }
        pause = Math.min(pause * 2, PAUSE_MAX_MILLIS);
      }
    }
  }

  private static boolean mayHelp(Kind kind) {
    return switch (kind) {
      case CONFLICT, NOT_DONE, UNKNOWN -> true;
      case REFUSED, FAILED -> false;
    };
  }

  private static boolean slept(long millisMax) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(millisMax / 2, millisMax + 1));
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
