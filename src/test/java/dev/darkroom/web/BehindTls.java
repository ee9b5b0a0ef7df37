package dev.darkroom.web;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A server behind a proxy that ends TLS, with an app of another origin, and with a provider of
 * sign-in that is not there.
 */
public final class BehindTls implements QuarkusTestProfile {
  static final String APP = "https://app.example";
  static final String PHOTOS = "https://photos.example";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "darkroom.auth", "oidc",
        "darkroom.oidc.issuer", "http://127.0.0.1:1",
        "darkroom.oidc.client-id", "darkroom",
        "darkroom.public-url", PHOTOS,
        "darkroom.cors-origins", APP + ",http://localhost:3000");
  }
}
