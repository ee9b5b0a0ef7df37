package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.StoreException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The few connections that read, each lent to one reader at a time. */
final class Readers implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Readers.class);
  private static final int CONNECTIONS = 4;
  private static final long WAIT_SECONDS_MAX = 30;

  private final DataSource source;
  private final Semaphore places = new Semaphore(CONNECTIONS);

  /** The last one first: what it has read is still in its cache. */
  private final Deque<Session> free = new ConcurrentLinkedDeque<>();

  private volatile boolean closed;

  Readers(DataSource source) {
    this.source = source;
  }

  /**
   * Reads what is committed, all of it as of one moment.
   *
   * @throws StoreException if it cannot be read, or if others read all the time
   */
  <T> T read(Function<Session, T> read) {
    take();
    try {
      Session session = free.poll();
      return read(session == null ? Session.open(source) : session, read);
    } finally {
      places.release();
    }
  }

  private <T> T read(Session session, Function<Session, T> read) {
    T answer;
    try {
      session.execute("BEGIN");
      answer = read.apply(session);
      session.execute("COMMIT");
    } catch (Throwable e) {
      // Its state is not to be trusted: another takes its place.
      close(session);
      throw e;
    }
    free.push(session);
    if (closed) {
      close();
    }
    return answer;
  }

  private void take() {
    try {
      // Who was interrupted may read all the same, where there is a place.
      if (!closed
          && (places.tryAcquire() || places.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS))) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new StoreException("The store is closed, or too many read it", null);
  }

  private static void close(Session session) {
    try {
      session.close();
    } catch (StoreException e) {
      LOG.warn("A connection did not close", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Session session = free.poll(); session != null; session = free.poll()) {
      close(session);
    }
  }
}
