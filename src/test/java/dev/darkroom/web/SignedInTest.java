package dev.darkroom.web;

import static io.restassured.RestAssured.given;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.testing.NeedsNode;
import dev.darkroom.testing.OidcServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tests of a server share that people sign in to, at a real provider. */
@ExtendWith(NeedsNode.class)
@QuarkusTestResource(FreshServer.class)
abstract class SignedInTest {
  @SuppressWarnings("NullAway.Init") // FreshProvider sets it.
  OidcServer provider;

  @Inject Jobs jobs;
  @Inject CreditStore credits;

  @Inject
  @ConfigProperty(name = "darkroom.data-dir")
  Path data;

  @Inject
  @ConfigProperty(name = "darkroom.public-url")
  URI server;

  public static final class WithProvider implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(FreshProvider.class));
    }
  }

  /** A token of a person whose address is verified, with further claims; a null removes one. */
  String token(String email, Map<String, ? extends @Nullable Object> claims) {
    return provider.token(claims(email, claims));
  }

  String token(String email) {
    return token(email, Map.of());
  }

  static Map<String, Object> claims(String email, Map<String, ? extends @Nullable Object> others) {
    Map<String, Object> all = new HashMap<>();
    all.put("email", email);
    all.put("email_verified", true);
    all.putAll(others);
    return all;
  }

  static RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token);
  }
}
