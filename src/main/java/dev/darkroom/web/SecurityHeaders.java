package dev.darkroom.web;

import dev.darkroom.blobs.Blobs;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What browsers may do with answers. A resource that knows better says so itself. */
@Singleton
public class SecurityHeaders {
  /** Before all that answers without going on. */
  private static final int FIRST_OF_ALL = 3000;

  private static final String DATA = "default-src 'none'; frame-ancestors 'none'";
  private static final String IN_NO_FRAME = "frame-ancestors 'none'";

  private final String page;
  private final boolean tls;

  SecurityHeaders(Blobs blobs, @ConfigProperty(name = "darkroom.public-url") URI publicUrl) {
    this.page =
        """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: %1$s; \
        media-src 'self' %1$s; connect-src 'self' %1$s; base-uri 'none'; form-action 'none'; \
        frame-ancestors 'none'"""
            .formatted(blobs.origin());
    this.tls = "https".equals(publicUrl.getScheme());
  }

  void register(@Observes Filters filters) {
    filters.register(this::add, FIRST_OF_ALL);
  }

  private void add(RoutingContext request) {
    MultiMap headers = request.response().headers();
    String path = request.normalizedPath();
    headers.set("Content-Security-Policy", policy(path));
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    if (tls) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    if (path.startsWith("/api/")) {
      headers.set("Cache-Control", "no-store");
    }
    request.next();
  }

  /** The description of the server is shown by a page that has scripts in it. */
  private String policy(String path) {
    if (path.equals("/")) {
      return page;
    }
    return path.startsWith("/q/") ? IN_NO_FRAME : DATA;
  }
}
