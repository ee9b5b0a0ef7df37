package dev.darkroom.web;

import dev.darkroom.blobs.Blobs;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What browsers may do with answers, where a resource does not know better. */
@Singleton
public class SecurityHeaders {
  /** Before all that answers without going on. */
  private static final int FIRST_OF_ALL = 3000;

  private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

  /** The page that shows the description of the server has scripts in it. */
  private static final String DESCRIPTION =
      """
      default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; \
      img-src 'self' data:; frame-ancestors 'none'""";

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
    String path = request.normalizedPath();
    boolean isPage = path.equals("/") || path.equals("/index.html");
    request.addHeadersEndHandler(
        _ -> {
          MultiMap headers = request.response().headers();
          usual(headers, "Content-Security-Policy", isPage ? page : policy(path));
          usual(headers, "X-Content-Type-Options", "nosniff");
          usual(headers, "X-Frame-Options", "DENY");
          usual(headers, "Referrer-Policy", "same-origin");
          usual(headers, "Cross-Origin-Opener-Policy", "same-origin");
          if (tls) {
            usual(headers, "Strict-Transport-Security", "max-age=31536000");
          }
          if (isPage) {
            // It names its scripts by their hash, so it must be asked for anew itself.
            headers.set("Cache-Control", "no-cache");
          } else if (path.startsWith("/api/")) {
            usual(headers, "Cache-Control", "no-store");
          }
        });
    request.next();
  }

  private static void usual(MultiMap headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }

  private static String policy(String path) {
    return path.startsWith("/q/") ? DESCRIPTION : DATA;
  }
}
