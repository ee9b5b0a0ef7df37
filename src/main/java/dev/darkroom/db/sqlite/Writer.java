package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.StoreException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a SQLite file. All moves that wait are committed in one transaction, so that
 * they share its fsync; a savepoint around each keeps a failing move from harming its neighbours.
 * Nobody is answered before the commit.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Writer.class);
  private static final int QUEUE_MAX = 10_000;
  private static final int BATCH_MAX = 512;

  /** After 16 MB: the pages that every move touches are not copied into the file each time. */
  private static final String CHECKPOINT_LATER = "PRAGMA wal_autocheckpoint = 4000";

  private static final long LOOK_MILLIS = 100;
  private static final long CLOSE_MILLIS = 10_000;

  private final DataSource source;
  private final BlockingQueue<PendingMove<?>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final Thread thread;
  private volatile boolean closed;
  private volatile WriterMeters meters = WriterMeters.NONE;

  /** Only the writer's own thread touches it. */
  private @Nullable Session open;

  Writer(DataSource source) {
    this.source = source;
    // A platform thread: the driver blocks in native code, which would pin a virtual one's carrier.
    this.thread = Thread.ofPlatform().name("sqlite-writer").daemon().start(this::run);
  }

  /** From now on each commit is counted, and how many moves wait. */
  void watchedBy(MeterRegistry registry) {
    meters = new WriterMeters(registry);
    Gauge.builder("darkroom.writer.queue", queue, BlockingQueue::size)
        .baseUnit("moves")
        .register(registry);
  }

  <T> T write(Function<Session, T> move) {
    PendingMove<T> pending = new PendingMove<>(move);
    if (closed || !queue.offer(pending)) {
      throw new StoreException("The store is closing or has too many moves waiting", null);
    }
    if (closed && queue.remove(pending)) {
      throw new StoreException("The store is closing", null);
    }
    return pending.await();
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      try {
        commit(next());
      } catch (InterruptedException e) {
        LOG.debug("Nobody interrupts the writer; it ends when it is closed", e);
      }
    }
    letGo();
  }

  private List<PendingMove<?>> next() throws InterruptedException {
    List<PendingMove<?>> batch = new ArrayList<>();
    PendingMove<?> first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      queue.drainTo(batch, BATCH_MAX - 1);
    }
    return batch;
  }

  /** Whatever goes wrong, everybody in the batch gets an answer and the writer lives on. */
  private void commit(List<PendingMove<?>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    long startNanos = System.nanoTime();
    try {
      Session session = session();
      // By hand: the driver's own commit also begins the next transaction, and if that fails after
      // the batch is on disk, callers would hear that it is not.
      session.execute("BEGIN IMMEDIATE");
      batch.forEach(pending -> pending.run(session));
      session.execute("COMMIT");
    } catch (Throwable e) {
      LOG.errorf(e, "%d moves could not be committed", batch.size());
      letGo();
      batch.forEach(pending -> pending.fail(e));
      return;
    }
    meters.committed(batch.size(), System.nanoTime() - startNanos);
    batch.forEach(PendingMove::answer);
  }

  private Session session() {
    Session session = open;
    if (session == null) {
      session = Session.open(source);
      session.query(CHECKPOINT_LATER).number();
      open = session;
    }
    return session;
  }

  /** After a failed commit the connection's state is not to be trusted: the next gets a new one. */
  private void letGo() {
    Session session = open;
    open = null;
    if (session != null) {
      try {
        session.close();
      } catch (StoreException e) {
        LOG.warn("A connection did not close", e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
