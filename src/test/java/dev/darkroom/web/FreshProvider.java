package dev.darkroom.web;

import dev.darkroom.testing.OidcServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A provider at which people sign in, and the settings of a server that asks it. */
public class FreshProvider implements QuarkusTestResourceLifecycleManager {
  /** More than any test but one needs. */
  static final int REQUESTS_PER_MINUTE = 2000;

  static final String AUDIENCE = "https://api.photos.example";

  private @Nullable OidcServer provider;

  @Override
  public Map<String, String> start() {
    int port = FreshServer.freePort();
    String server = "http://localhost:" + port;
    try {
      provider = OidcServer.start(List.of(server + "/sign-in"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "darkroom.requests-per-minute",
        Integer.toString(REQUESTS_PER_MINUTE),
        "quarkus.http.test-port",
        Integer.toString(port),
        "darkroom.public-url",
        server,
        "darkroom.auth",
        "oidc",
        "darkroom.oidc.issuer",
        provider.issuer().toString(),
        "darkroom.oidc.client-id",
        OidcServer.CLIENT_ID,
        "darkroom.oidc.client-secret",
        OidcServer.CLIENT_SECRET,
        "darkroom.oidc.audience",
        AUDIENCE,
        "darkroom.oidc.admin-claim",
        "groups",
        "darkroom.oidc.admin-value",
        "darkroom-admins");
  }

  /** After the one that makes the server: the provider must know its port beforehand. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        Objects.requireNonNull(provider), new TestInjector.MatchesType(OidcServer.class));
  }

  @Override
  public void stop() {
    if (provider != null) {
      provider.close();
    }
  }
}
