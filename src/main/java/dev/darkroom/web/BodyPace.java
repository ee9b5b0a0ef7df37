package dev.darkroom.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Looks now and then at how much of a body has come, and cuts off who sends it too slowly: its
 * place goes to others.
 */
final class BodyPace implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BodyPace.class);

  /** What must have come between two looks, unless the body has ended. */
  static final int BYTES_MIN = 1 << 20;

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final long timer;
  private long seen;

  private BodyPace(Vertx vertx, HttpServerRequest request, Duration within) {
    this.vertx = vertx;
    this.request = request;
    this.timer = vertx.setPeriodic(within.toMillis(), _ -> look());
  }

  /**
   * Watches until it is closed, or the connection was.
   *
   * @param within for each megabyte
   */
  static BodyPace watch(Vertx vertx, HttpServerRequest request, Duration within) {
    return new BodyPace(vertx, request, within);
  }

  private void look() {
    long came = request.bytesRead();
    if (!request.isEnded() && came - seen < BYTES_MIN) {
      LOG.debugf("Only %d bytes of a body came; its connection is closed", came - seen);
      close();
      request.connection().close();
    }
    seen = came;
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
