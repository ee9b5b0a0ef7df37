package dev.darkroom;

import dev.darkroom.web.SignInResource;
import io.quarkus.oidc.Oidc;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.TokenStateManager.Strategy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Tells OpenID Connect what our settings say of it. */
@Singleton
class SignIn {
  /** Clocks differ a little. */
  private static final int GRACE_SECONDS = 10;

  /** A token may name a key that is new; a stranger's may name any, so not each is asked for. */
  private static final Duration KEYS_ANEW_AFTER = Duration.ofSeconds(30);

  private static final int STATE_SECRET_CHARS = 32;

  /** So long a browser's session may be renewed after its token ran out. */
  private static final Duration IDLE_MAX = Duration.ofHours(8);

  private final DarkroomSettings settings;
  private final ServerSecret secret;

  SignIn(DarkroomSettings settings, ServerSecret secret) {
    this.settings = settings;
    this.secret = secret;
  }

  void create(@Observes Oidc oidc) {
    oidc.create(
        settings.auth().equals("oidc")
            ? tenant(settings.oidc())
            : new OidcTenantConfigBuilder().disableTenant().build());
  }

  /**
   * Bearer tokens are checked against the provider's published keys alone; browsers go through the
   * code flow and keep what they got in cookies that only this server can read.
   */
  private OidcTenantConfig tenant(DarkroomSettings.SignIn provider) {
    String signInUrl =
        settings.publicUrl().toString().replaceFirst("/+$", "") + SignInResource.PATH;
    boolean tls = "https".equals(settings.publicUrl().getScheme());
    String clientId = provider.clientId().orElseThrow();
    OidcTenantConfigBuilder tenant =
        OidcTenantConfig.authServerUrl(provider.issuer().orElseThrow().toString())
            .applicationType(ApplicationType.HYBRID)
            .clientId(clientId)
            .token()
            // What browsers get is made for the client, whatever an app's tokens are made for.
            .audience(List.of(clientId, provider.audience().orElse(clientId)))
            .lifespanGrace(GRACE_SECONDS)
            .forcedJwkRefreshInterval(KEYS_ANEW_AFTER)
            .refreshExpired()
            .allowJwtIntrospection(false)
            .allowOpaqueTokenIntrospection(false)
            .end()
            .authentication()
            .redirectPath(signInUrl)
            .errorPath("/")
            .scopes("email")
            .nonceRequired()
            .pkceRequired()
            .stateSecret(secret.derived("sign-in state").substring(0, STATE_SECRET_CHARS))
            .cookieForceSecure(tls)
            .forceRedirectHttpsScheme(tls)
            .sessionAgeExtension(IDLE_MAX)
            .end()
            .tokenStateManager()
            .strategy(Strategy.ID_REFRESH_TOKENS)
            .encryptionSecret(secret.derived("session cookie"))
            .end();
    provider.clientSecret().ifPresent(tenant::credentials);
    provider.adminClaim().ifPresent(claim -> tenant.roles().roleClaimPath(claim).end());
    return tenant.build();
  }
}
