package dev.darkroom.operations;

import dev.darkroom.operations.Refusal.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * How many submits are worked on at once. Further ones are refused before anything is done for
 * them, so that those that were taken are soon answered, and reads with them. A user may have no
 * more places than are still free: one alone has half of them, and leaves the rest to others.
 */
final class SubmitPlaces {
  private final int max;
  private final Map<String, Integer> takenBy = new HashMap<>();
  private int taken;

  SubmitPlaces(int max) {
    this.max = max;
  }

  /** A place for a submit of this user. */
  Place take(String user) throws Refusal {
    synchronized (this) {
      if (takenBy.getOrDefault(user, 0) < max - taken) {
        add(user);
        return new Place(user);
      }
    }
    throw new Refusal(
        Kind.BUSY, "TRY_AGAIN", null, "Very much is being ordered right now. Try again soon.");
  }

  private synchronized void add(String user) {
    taken++;
    takenBy.merge(user, 1, Integer::sum);
  }

  private synchronized void remove(String user) {
    taken--;
    takenBy.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
  }

  /** What one submit takes until this is closed. */
  final class Place implements AutoCloseable {
    private final String user;

    private Place(String user) {
      this.user = user;
    }

    /** What is done elsewhere, such as at another's server, which may be slow. */
    interface Elsewhere<T, E extends Exception> {
      T get() throws E;
    }

    /** Waits for that and has no place meanwhile; what was begun is gone on with in any case. */
    <T, E extends Exception> T without(Elsewhere<T, E> elsewhere) throws E {
      remove(user);
      try {
        return elsewhere.get();
      } finally {
        add(user);
      }
    }

    @Override
    public void close() {
      remove(user);
    }
  }
}
