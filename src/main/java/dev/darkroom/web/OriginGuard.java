package dev.darkroom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * A browser lends its user's session, or in local mode this machine itself, to every web site that
 * it shows. None but our page and those that were named may change anything here, or read answers;
 * and in local mode none may reach this server by a name of its own (DNS rebinding).
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
          "if-none-match");
  private static final Set<String> MAY_BE_READ =
      Set.of(
          "location",
          "retry-after",
          "idempotency-replayed",
          "etag",
          "content-length",
          "content-range");
  private static final int PREFLIGHT_SECONDS = 600;

  private static final int BEFORE_THE_BODY = 2000;

  private final boolean local;
  private final URI publicUrl;
  private final Set<String> named;
  private final CorsHandler cors;
  private final ObjectMapper json;

  OriginGuard(
      @ConfigProperty(name = "darkroom.auth") String mode,
      @ConfigProperty(name = "darkroom.public-url") URI publicUrl,
      @ConfigProperty(name = "darkroom.cors-origins") Optional<List<String>> named,
      ObjectMapper json) {
    this.local = mode.equals("local");
    this.publicUrl = publicUrl;
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
    String origin = asked.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && named.contains(origin)) {
      cors.handle(request);
    } else if (READING.contains(asked.method())
        || isOurPage(origin, asked.getHeader("Sec-Fetch-Site"))) {
      request.next();
    } else {
      refuse(request, "ORIGIN_NOT_ALLOWED", "Other sites may not change anything here.");
    }
  }

  /** Programs say nothing of where they come from. */
  private boolean isOurPage(@Nullable String origin, @Nullable String site) {
    if ("cross-site".equals(site)) {
      return false;
    }
    return origin == null
        || origin.equals(publicUrl.getScheme() + "://" + publicUrl.getRawAuthority())
        || (local && isThisMachine(host(origin)));
  }

  private boolean isThisMachine(String host) {
    return LOOPBACK.contains(host) || host.equals(publicUrl.getHost());
  }

  /** The name in an origin, without scheme and port; brackets stay. */
  private static String host(String origin) {
    return origin.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", "");
  }

  private void refuse(RoutingContext request, String code, String words) {
    Problem.of(403, code, words).end(request, json);
  }
}
