package dev.darkroom.web;

import dev.darkroom.jobs.Watch;
import dev.darkroom.operations.Refusal;
import io.netty.channel.ChannelFuture;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All streams of this server. Each costs a place in a log; only their number is bounded. */
public final class EventStreams {
  private static final Logger LOG = Logger.getLogger(EventStreams.class);

  static final String LAST = "Last-Event-ID";
  static final String AFTER = "after";

  /** A token that was revoked ends its streams within this time. */
  private static final Duration AGE_MAX = Duration.ofHours(1);

  private final Watch watch;
  private final Executor executor;
  private final InstantSource clock;
  private final int most;
  private final int mostOfUser;
  private final Set<LogStream> streams = ConcurrentHashMap.newKeySet();

  /**
   * None yet.
   *
   * @param executor reads logs and sends lines; it may block
   * @param most so many at once
   * @param mostOfUser so many of one user
   */
  public EventStreams(
      Watch watch, Executor executor, InstantSource clock, int most, int mostOfUser) {
    this.watch = watch;
    this.executor = executor;
    this.clock = clock;
    this.most = most;
    this.mostOfUser = mostOfUser;
  }

  /**
   * The place of the last line that a reader has: by its header if it comes again, and else by its
   * address, since a browser cannot send the header at first.
   *
   * @throws Refusal if it is no number
   */
  static @Nullable Long place(@Nullable String last, @Nullable String after) throws Refusal {
    return last == null ? Required.whole(AFTER, after) : Required.whole(LAST, last);
  }

  /** How many there are. */
  public int count() {
    return streams.size();
  }

  /**
   * A stream of a log.
   *
   * @param has the place of the last line that the reader has; null if it does not say
   * @param first where it begins without that
   * @param request whose connection it is sent over
   * @throws Refusal if there are too many streams
   */
  Multi<OutboundSseEvent> open(
      EventLog log, @Nullable Long has, Wire wire, long first, RoutingContext request)
      throws Refusal {
    if (streams.size() >= most || watch.watchers(log.user()) >= mostOfUser) {
      throw new Refusal(
          Refusal.Kind.BUSY, "TOO_MANY_STREAMS", null, "Too many are listening. Try again soon.");
    }
    boolean known = has == null || has <= log.end();
    long after = has != null && known ? has : first;
    OutboundSseEvent opening = known ? wire.open(after) : wire.reset(after);
    // Proxies hold answers back until there is more of them.
    request.response().putHeader("X-Accel-Buffering", "no").putHeader("Cache-Control", "no-store");
    Runnable cut = () -> cut(request.request().connection());
    Flow.Publisher<OutboundSseEvent> publisher =
        subscriber -> subscribe(log, after, opening, subscriber, cut);
    return Multi.createFrom().publisher(publisher);
  }

  /**
   * At once. An ordinary close waits until all that was written has left, and here it never does.
   */
  private static void cut(HttpConnection connection) {
    if (connection instanceof ConnectionBase open) {
      ChannelFuture _ = open.channelHandlerContext().close();
    } else {
      connection.close();
    }
  }

  private void subscribe(
      EventLog log,
      long after,
      OutboundSseEvent opening,
      Flow.Subscriber<? super OutboundSseEvent> subscriber,
      Runnable cut) {
    LogStream.Connection connection =
        new LogStream.Connection(
            clock.instant().plus(AGE_MAX), cut, ended -> remove(log.user(), ended));
    LogStream stream = new LogStream(log, after, opening, executor, subscriber, connection);
    streams.add(stream);
    watch.add(log.user(), stream);
    subscriber.onSubscribe(stream);
  }

  private void remove(String user, LogStream stream) {
    watch.remove(user, stream);
    streams.remove(stream);
  }

  /** Shows all readers that they are still connected, and lets go of those that read nothing. */
  public void beat() {
    Instant now = clock.instant();
    streams.forEach(stream -> stream.beat(now));
  }

  /** Ends all; their readers come again. */
  public void close() {
    for (LogStream stream : streams) {
      try {
        stream.complete();
      } catch (RuntimeException e) {
        // Its connection is gone, which is an end too.
        LOG.debug("A stream could not be ended", e);
      }
    }
  }
}
