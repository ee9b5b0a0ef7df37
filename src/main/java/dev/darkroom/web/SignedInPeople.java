package dev.darkroom.web;

import dev.darkroom.access.EmailAddress;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Makes a user of whoever a checked token of the provider speaks for. Users are e-mail addresses,
 * so only one that the provider has verified makes somebody a user. No role of the provider's is
 * taken over but the one that makes an admin.
 */
@ApplicationScoped
public class SignedInPeople implements SecurityIdentityAugmentor {
  private final String verifiedClaim;
  private final Optional<String> adminClaim;
  private final String adminValue;

  SignedInPeople(
      @ConfigProperty(name = "darkroom.oidc.verified-claim") String verifiedClaim,
      @ConfigProperty(name = "darkroom.oidc.admin-claim") Optional<String> adminClaim,
      @ConfigProperty(name = "darkroom.oidc.admin-value") String adminValue) {
    this.verifiedClaim = verifiedClaim;
    this.adminClaim = adminClaim;
    this.adminValue = adminValue;
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    return Uni.createFrom()
        .item(
            identity.getPrincipal() instanceof JsonWebToken claims
                ? person(identity, claims)
                : identity);
  }

  private SecurityIdentity person(SecurityIdentity identity, JsonWebToken claims) {
    Optional<String> email =
        "true".equals(String.valueOf(claims.<Object>getClaim(verifiedClaim)))
            ? EmailAddress.normal(
                claims.<Object>getClaim("email") instanceof String text ? text : null)
            : Optional.empty();
    QuarkusSecurityIdentity.Builder person =
        QuarkusSecurityIdentity.builder()
            .addCredentials(identity.getCredentials())
            .addAttributes(identity.getAttributes())
            .setPrincipal(new QuarkusPrincipal(email.orElse("")));
    email.ifPresent(_ -> person.addRoles(roles(identity)));
    return person.build();
  }

  private Set<String> roles(SecurityIdentity identity) {
    Set<String> roles = new HashSet<>(Set.of(Roles.PERSON, Roles.JOBS, Roles.FILES));
    if (adminClaim.isPresent() && identity.hasRole(adminValue)) {
      roles.add(Roles.ADMIN);
    }
    return roles;
  }
}
