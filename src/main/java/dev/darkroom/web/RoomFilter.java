package dev.darkroom.web;

import dev.darkroom.operations.Quota;
import dev.darkroom.operations.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses what is announced and has no room. What comes unannounced is counted when it is here. */
public class RoomFilter {
  private final CurrentUser user;
  private final Quota quota;

  RoomFilter(CurrentUser user, Quota quota) {
    this.user = user;
    this.quota = quota;
  }

  /** A form has a few lines around its file, and is not refused for these. */
  @NeedsRoom
  @ServerRequestFilter
  public void check(ContainerRequestContext request) throws Refusal {
    quota.require(user.email(), "file", Math.max(0, request.getLength() - BodyLimits.FORM_BYTES));
  }
}
