package dev.darkroom.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;

/**
 * Takes JSON that is sent as plain text: that is what browsers call a body of which the page does
 * not say what it is, and the brief's clients do not say it. Other sites cannot use this, since
 * {@link OriginGuard} looks at who sends.
 */
@Singleton
public class PlainJson {
  private static final int BEFORE_THE_RESOURCES = 900;

  void register(@Observes Filters filters) {
    filters.register(PlainJson::rename, BEFORE_THE_RESOURCES);
  }

  private static void rename(RoutingContext request) {
    String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (HttpMethod.POST.equals(request.request().method())
        && type != null
        && type.toLowerCase(Locale.ROOT).startsWith("text/plain")) {
      request.request().headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    request.next();
  }
}
