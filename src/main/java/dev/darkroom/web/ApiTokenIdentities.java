package dev.darkroom.web;

import dev.darkroom.access.ApiToken;
import dev.darkroom.access.Tokens;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Whoever shows a token acts for its user, within its scopes. */
@ApplicationScoped
public class ApiTokenIdentities implements IdentityProvider<ApiTokenRequest> {
  private final Tokens tokens;

  ApiTokenIdentities(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Class<ApiTokenRequest> getRequestType() {
    return ApiTokenRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      ApiTokenRequest request, AuthenticationRequestContext context) {
    return context.runBlocking(
        () ->
            tokens
                .authenticate(request.text())
                .map(ApiTokenIdentities::identity)
                .orElseThrow(() -> new AuthenticationFailedException("The token is not known")));
  }

  private static SecurityIdentity identity(ApiToken token) {
    Set<String> roles =
        token.scopes().stream()
            .map(scope -> scope.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(token.user()))
        .addRoles(roles)
        .build();
  }
}
