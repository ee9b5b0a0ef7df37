package dev.darkroom.testing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Hears every answer of the server under test where it writes them, so that none depends on how a
 * test asks: a library, a bare socket, a browser or another program.
 */
@Singleton
final class AnswersHeard {
  /** Where Vert.x itself sits in a connection. */
  private static final String SERVER = "handler";

  private static final String EAR = "answers-heard";

  void register(@Observes Filters filters) {
    filters.register(AnswersHeard::listen, Integer.MAX_VALUE);
  }

  private static void listen(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (Described.speaksOf(request.method().name(), request.path())) {
      ChannelPipeline line = ((ConnectionBase) request.connection()).channel().pipeline();
      Listener listener = (Listener) line.get(EAR);
      if (listener == null) {
        listener = new Listener();
        line.addBefore(SERVER, EAR, listener);
      }
      listener.ear.asked(request.method().name(), request.path());
    }
    context.next();
  }

  /** Of one connection. */
  private static final class Listener extends ChannelOutboundHandlerAdapter {
    final Ear ear = new Ear(AnswersSeen::heard);

    @Override
    public void write(ChannelHandlerContext context, Object part, ChannelPromise promise)
        throws Exception {
      ear.hear(part);
      super.write(context, part, promise);
    }
  }
}
