package dev.darkroom.web;

import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.jobs.Watch;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One reader of a log over one connection. It keeps a place in the log and a few lines: more are
 * read when the connection takes them, so one that takes nothing costs nothing.
 */
final class LogStream implements Flow.Subscription, Watch.Watcher {
  private static final Logger LOG = Logger.getLogger(LogStream.class);
  private static final int LINES_MAX = 50;

  private final EventLog log;
  private final Executor executor;
  private final Flow.Subscriber<? super OutboundSseEvent> subscriber;
  private final Connection connection;
  private final Queue<JobEvent> lines = new ArrayDeque<>();

  private @Nullable OutboundSseEvent opening;
  private long place;
  private long asked;
  private boolean news = true;
  private boolean beat;
  private boolean stalled;
  private boolean sending;
  private boolean read;
  private boolean ended;

  /**
   * What the stream is sent over.
   *
   * @param until the reader has to come again then, and show who it is
   * @param cut closes it
   * @param onEnd called once, however the stream ends
   */
  record Connection(Instant until, Runnable cut, Consumer<LogStream> onEnd) {}

  /**
   * A stream that has yet to be asked for lines.
   *
   * @param after the place of the last line that the reader has
   * @param opening is sent first
   * @param executor reads and sends; it may block
   */
  LogStream(
      EventLog log,
      long after,
      OutboundSseEvent opening,
      Executor executor,
      Flow.Subscriber<? super OutboundSseEvent> subscriber,
      Connection connection) {
    this.log = log;
    this.place = after;
    this.opening = opening;
    this.executor = executor;
    this.subscriber = subscriber;
    this.connection = connection;
  }

  @Override
  public synchronized void request(long more) {
    asked += more;
    stalled = false;
    send();
  }

  @Override
  public synchronized void wake(@Nullable String jobId) {
    if (log.has(jobId)) {
      news = true;
      send();
    }
  }

  /** Shows that it lives; ends it at its time, or if nothing was taken since the last beat. */
  void beat(Instant now) {
    boolean dead;
    synchronized (this) {
      dead = stalled && asked == 0;
      stalled = asked == 0;
      beat = true;
      send();
    }
    if (dead) {
      cancel();
      connection.cut().run();
    } else if (!now.isBefore(connection.until())) {
      complete();
    }
  }

  /** One thread at a time sends all that there is. */
  private synchronized void send() {
    boolean anything = opening != null || news || beat || !lines.isEmpty();
    if (!sending && !ended && asked > 0 && anything) {
      sending = true;
      executor.execute(this::sendAll);
    }
  }

  private void sendAll() {
    try {
      Supplier<OutboundSseEvent> next = next();
      while (next != null) {
        subscriber.onNext(next.get());
        next = next();
      }
      if (isRead()) {
        complete();
      }
    } catch (StoreException _) {
      // The reader comes again, with the place of its last line.
      complete();
    } catch (RuntimeException e) {
      LOG.warn("A stream of events broke", e);
      complete();
    } finally {
      synchronized (this) {
        sending = false;
        send();
      }
    }
  }

  private synchronized boolean isRead() {
    return read && lines.isEmpty();
  }

  private @Nullable Supplier<OutboundSseEvent> next() {
    if (looks()) {
      List<JobEvent> more = log.after(place, LINES_MAX);
      synchronized (this) {
        lines.addAll(more);
        news |= more.size() == LINES_MAX;
      }
    }
    return take();
  }

  private synchronized boolean looks() {
    boolean looks = news && lines.isEmpty() && asked > 0;
    news &= !looks;
    return looks;
  }

  private synchronized @Nullable Supplier<OutboundSseEvent> take() {
    if (ended || asked == 0 || isRead()) {
      return null;
    }
    OutboundSseEvent first = opening;
    JobEvent line = first == null ? lines.poll() : null;
    if (first == null && line == null && !beat) {
      return null;
    }
    asked--;
    if (first != null) {
      opening = null;
      return () -> first;
    }
    if (line != null) {
      place = log.place(line);
      read = log.isLast(line);
      return () -> log.event(line);
    }
    beat = false;
    return log::beat;
  }

  void complete() {
    if (end()) {
      subscriber.onComplete();
    }
  }

  @Override
  public void cancel() {
    end();
  }

  /** Whether it had not ended before. */
  private boolean end() {
    synchronized (this) {
      if (ended) {
        return false;
      }
      ended = true;
    }
    connection.onEnd().accept(this);
    return true;
  }
}
