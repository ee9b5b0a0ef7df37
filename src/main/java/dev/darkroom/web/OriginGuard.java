package dev.darkroom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * A browser lends its user's session, or in local mode this machine itself, to every web site that
 * it shows. None but our page may change anything here by that; sites that were named may with a
 * token, and read the answers. In local mode none may reach this server by a name of its own (DNS
 * rebinding).
 */
@Singleton
public class OriginGuard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private static final Set<String> MAY_BE_SENT =
      Set.of(
          "authorization",
          "content-type",
          "idempotency-key",
          "prefer",
          "range",
          "if-range",
          "if-none-match",
          "last-event-id");
  private static final Set<String> MAY_BE_READ =
      Set.of(
          "location",
          "retry-after",
          "idempotency-replayed",
          "preference-applied",
          "etag",
          "content-length",
          "content-range");
  private static final int PREFLIGHT_SECONDS = 600;

  private static final int BEFORE_THE_BODY = 2000;

  private final boolean local;
  private final String page;
  private final String pageHost;
  private final Set<String> named;
  private final CorsHandler cors;
  private final ObjectMapper json;

  OriginGuard(
      @ConfigProperty(name = "darkroom.auth") String mode,
      @ConfigProperty(name = "darkroom.public-url") URI publicUrl,
      @ConfigProperty(name = "darkroom.cors-origins") Optional<List<String>> named,
      ObjectMapper json) {
    this.local = mode.equals("local");
    this.page = origin(publicUrl);
    this.pageHost = publicUrl.getHost().toLowerCase(Locale.ROOT);
    this.named = Set.copyOf(named.orElse(List.of()));
    this.cors =
        CorsHandler.create()
            .addOrigins(List.copyOf(this.named))
            .allowedMethods(Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE))
            .allowedHeaders(MAY_BE_SENT)
            .exposedHeaders(MAY_BE_READ)
            .maxAgeSeconds(PREFLIGHT_SECONDS);
    this.json = json;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_THE_BODY);
  }

  private void check(RoutingContext request) {
    var asked = request.request();
    HostAndPort name = asked.authority();
    if (local && (name == null || !isThisMachine(name.host()))) {
      refuse(request, "HOST_NOT_ALLOWED", "This server is not known by that name.");
      return;
    }
    if (!named.isEmpty()) {
      asked.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }
    String origin = asked.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && named.contains(origin) && bringsItsOwnRight(request)) {
      cors.handle(request);
    } else if (READING.contains(asked.method())
        || isOurPage(origin, asked.getHeader("Sec-Fetch-Site"))) {
      request.next();
    } else {
      refuse(request, "ORIGIN_NOT_ALLOWED", "Other sites may not change anything here.");
    }
  }

  /** Nothing that a browser adds by itself lets it in. Signed addresses of files say the rest. */
  private static boolean bringsItsOwnRight(RoutingContext request) {
    HttpServerRequest asked = request.request();
    return asked.method().equals(HttpMethod.OPTIONS)
        || asked.headers().contains(HttpHeaders.AUTHORIZATION)
        || PresignResource.isPut(request);
  }

  /** Programs say nothing of where they come from. */
  private boolean isOurPage(@Nullable String origin, @Nullable String site) {
    if ("cross-site".equals(site)) {
      return false;
    }
    return origin == null || origin.equals(page) || (local && isThisMachine(host(origin)));
  }

  /** As browsers write it: in lower case, without the usual port. */
  private static String origin(URI url) {
    boolean usual = url.getPort() == ("https".equals(url.getScheme()) ? 443 : 80);
    String port = url.getPort() < 0 || usual ? "" : ":" + url.getPort();
    return (url.getScheme() + "://" + url.getHost() + port).toLowerCase(Locale.ROOT);
  }

  private boolean isThisMachine(String host) {
    return LOOPBACK.contains(host) || host.equals(pageHost);
  }

  /** The name in an origin, without scheme and port; brackets stay. */
  private static String host(String origin) {
    return origin.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", "");
  }

  private void refuse(RoutingContext request, String code, String words) {
    Problem.of(403, code, words).end(request, json);
  }
}
