package dev.darkroom.web;

import dev.darkroom.blobs.Blobs;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What the page may load: itself, and files from where their addresses lead. */
@Singleton
public class PagePolicy {
  private static final int BEFORE_THE_PAGE = 100;

  private final String policy;

  PagePolicy(Blobs blobs) {
    this.policy =
        """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: %1$s; \
        media-src 'self' %1$s; connect-src 'self' %1$s; base-uri 'none'; form-action 'none'; \
        frame-ancestors 'none'"""
            .formatted(blobs.origin());
  }

  void register(@Observes Filters filters) {
    filters.register(this::add, BEFORE_THE_PAGE);
  }

  private void add(RoutingContext request) {
    if (request.request().path().equals("/")) {
      request.response().putHeader("Content-Security-Policy", policy);
    }
    request.next();
  }
}
