package dev.darkroom.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** A request for a price must not be taken for an order. */
public class Quotes {

  @ServerRequestFilter
  public @Nullable Response refuse(ContainerRequestContext request) {
    return request.getUriInfo().getQueryParameters().containsKey("quote")
        ? Problem.of(
                400, "QUOTE_NOT_OFFERED", "quote", "A price cannot be asked for beforehand yet.")
            .response()
        : null;
  }
}
