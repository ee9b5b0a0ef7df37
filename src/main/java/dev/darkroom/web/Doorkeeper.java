package dev.darkroom.web;

import dev.darkroom.access.RequestBudget;
import dev.darkroom.access.Tokens;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Finds out who asks: by a token of ours, and else, in local mode, whoever is on this machine, or
 * by OpenID Connect. It does so once in each request to what is not for everybody.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class Doorkeeper implements HttpAuthenticationMechanism {
  private static final String BEARER = "Bearer ";

  /** Header, claims and signature; what is not of this shape is not read any further. */
  private static final Pattern JWT =
      Pattern.compile("[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+");

  private static final SecurityIdentity ON_THIS_MACHINE =
      QuarkusSecurityIdentity.builder()
          .setPrincipal(new QuarkusPrincipal(CurrentUser.LOCAL))
          .addRoles(Set.of(Roles.PERSON, Roles.JOBS, Roles.FILES, Roles.ADMIN))
          .build();

  private final boolean local;
  private final OidcAuthenticationMechanism oidc;
  private final RequestBudget budget;

  Doorkeeper(
      @ConfigProperty(name = "darkroom.auth") String mode,
      OidcAuthenticationMechanism oidc,
      RequestBudget budget) {
    this.local = mode.equals("local");
    this.oidc = oidc;
    this.budget = budget;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext request, IdentityProviderManager identities) {
    Uni<SecurityIdentity> whoever = whoever(request, identities);
    // Where there is but one user, a limit would only help others to lock them out.
    return local ? whoever : whoever.onItem().ifNotNull().invoke(this::count);
  }

  private Uni<SecurityIdentity> whoever(
      RoutingContext request, IdentityProviderManager identities) {
    String shown = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (shown == null) {
      return local
          ? Uni.createFrom().item(ON_THIS_MACHINE)
          : oidc.authenticate(request, identities);
    }
    String token = bearer(shown);
    if (token.startsWith(Tokens.START)) {
      return identities.authenticate(new ApiTokenRequest(token));
    }
    // Who shows something expects to be somebody, so that no cookie and no machine stands in for
    // it.
    return !local && JWT.matcher(token).matches()
        ? oidc.authenticate(request, identities)
        : Uni.createFrom()
            .failure(new AuthenticationFailedException("No token that is known here"));
  }

  /** The token in a header; empty if there is none. */
  private static String bearer(String shown) {
    return shown.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? shown.substring(BEARER.length())
        : "";
  }

  /** Those who may do nothing have nothing to be counted for, nor a name to count by. */
  private void count(SecurityIdentity identity) {
    if (identity.getRoles().isEmpty()) {
      return;
    }
    budget
        .take(identity.getPrincipal().getName())
        .ifPresent(
            wait -> {
              throw new TooManyRequests(wait);
            });
  }

  /** Only who comes to sign in is sent to the provider; programs and scripts are told 401. */
  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext request) {
    return !local && SignInResource.isAskedBy(request)
        ? oidc.getChallenge(request)
        : Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    Set<Class<? extends AuthenticationRequest>> types = new HashSet<>(oidc.getCredentialTypes());
    types.add(ApiTokenRequest.class);
    return types;
  }
}
