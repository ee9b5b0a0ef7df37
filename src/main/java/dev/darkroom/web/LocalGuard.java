package dev.darkroom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Local mode trusts whoever is on this machine, but not the web sites that its browser shows: a
 * page must not reach this server by a name of its own (DNS rebinding) nor post to it from
 * elsewhere.
 */
@Singleton
public class LocalGuard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private static final int FIRST_OF_ALL = 2000;

  private final String publicHost;
  private final ObjectMapper json;

  LocalGuard(@ConfigProperty(name = "darkroom.public-url") URI publicUrl, ObjectMapper json) {
    this.publicHost = publicUrl.getHost();
    this.json = json;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FIRST_OF_ALL);
  }

  private void check(RoutingContext request) {
    var asked = request.request();
    HostAndPort name = asked.authority();
    if (name == null || !isOurs(name.host())) {
      refuse(request, "HOST_NOT_ALLOWED", "This server is not known by that name.");
      return;
    }
    boolean changes = !READING.contains(asked.method());
    String origin = asked.getHeader(HttpHeaders.ORIGIN);
    if (changes
        && ("cross-site".equals(asked.getHeader("Sec-Fetch-Site"))
            || (origin != null && !isOurs(host(origin))))) {
      refuse(request, "ORIGIN_NOT_ALLOWED", "Other sites may not change anything here.");
      return;
    }
    request.next();
  }

  private boolean isOurs(String host) {
    return LOOPBACK.contains(host) || host.equals(publicHost);
  }

  /** The name in an origin, without scheme and port; brackets stay. */
  private static String host(String origin) {
    return origin.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", "");
  }

  private void refuse(RoutingContext request, String code, String words) {
    Problem.of(403, code, words).end(request, json);
  }
}
