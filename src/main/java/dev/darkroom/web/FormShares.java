package dev.darkroom.web;

import dev.darkroom.operations.Refusal;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Gives each user a share of the places for forms, now that it is known whose a form is. */
public class FormShares {
  private final CurrentUser user;
  private final BodyLimits limits;

  FormShares(CurrentUser user, BodyLimits limits) {
    this.user = user;
    this.limits = limits;
  }

  @ServerRequestFilter
  public void claim(RoutingContext request) throws Refusal {
    // Where a signed address lets anybody in, the address says whose file it is.
    if (!PresignResource.isPut(request)) {
      limits.claim(request, user::email);
    }
  }
}
