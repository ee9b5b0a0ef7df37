package dev.darkroom.web;

import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.PreviewUrls;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;
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

  private static final String SIGN_IN = "/sign-in";

  /** Whole, in part, or known already. */
  private static final Set<Integer> SENT = Set.of(200, 206, 304);

  /** Files that are named by their hash. */
  private static final String BUNDLE = "/static/bundle/";

  private static final String FOR_EVER = "public, immutable, max-age=31536000";

  /** The icon and the pictures of the page: they may be others in the next version. */
  private static final String FOR_A_WHILE = "public, max-age=3600";

  private final String page;
  private final boolean tls;

  SecurityHeaders(
      Blobs blobs,
      PreviewUrls previews,
      @ConfigProperty(name = "darkroom.public-url") URI publicUrl) {
    this.page =
        """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: %2$s; \
        media-src 'self' blob: %1$s; connect-src 'self' %1$s; base-uri 'none'; form-action 'none'; \
        frame-ancestors 'none'"""
            .formatted(blobs.origin(), images(blobs, previews));
    this.tls = "https".equals(publicUrl.getScheme());
  }

  /** Previews come from here also where files lie in a bucket; this may be another name of ours. */
  private static String images(Blobs blobs, PreviewUrls previews) {
    return blobs.origin().equals(previews.origin())
        ? blobs.origin().toString()
        : blobs.origin() + " " + previews.origin();
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
          } else if (isFileOfThePage(path, request.response().getStatusCode())) {
            headers.set("Cache-Control", path.startsWith(BUNDLE) ? FOR_EVER : FOR_A_WHILE);
          }
        });
    request.next();
  }

  /** The framework lets all be kept for a day, and forbids to ask for them anew. */
  private static boolean isFileOfThePage(String path, int status) {
    return SENT.contains(status) && !path.startsWith("/q/") && !path.startsWith(SIGN_IN);
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
