package dev.darkroom.web;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/**
 * Whose request this is. All that a resource reads or writes it asks for in this user's name, so
 * that what is another's is not there.
 */
@RequestScoped
public class CurrentUser {
  /** The user of local mode. */
  public static final String LOCAL = "you@localhost";

  private final SecurityIdentity identity;

  CurrentUser(SecurityIdentity identity) {
    this.identity = identity;
  }

  /** The e-mail address, in lower case. */
  String email() {
    return identity.getPrincipal().getName();
  }

  /** The same, where it is not asked for by an annotation who may come. */
  String email(String role) {
    if (identity.isAnonymous()) {
      throw new UnauthorizedException();
    }
    if (!identity.hasRole(role)) {
      throw new ForbiddenException();
    }
    return email();
  }

  boolean is(String role) {
    return identity.hasRole(role);
  }
}
