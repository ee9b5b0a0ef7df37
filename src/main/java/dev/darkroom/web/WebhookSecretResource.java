package dev.darkroom.web;

import dev.darkroom.notify.Secrets;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What my webhooks are signed by. Only a person reads or changes it: a token that leaks must not
 * let others speak in the name of this server.
 */
@Path("/api/webhooks/secret")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.PERSON)
public class WebhookSecretResource {
  private final CurrentUser user;
  private final Secrets secrets;
  private final InstantSource clock;

  WebhookSecretResource(CurrentUser user, Secrets secrets, InstantSource clock) {
    this.user = user;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * The current secret, and those that it replaced.
   *
   * @param secret {@code whsec_…}
   * @param madeAt null for the one that everybody begins with
   * @param previous still signed by for a while
   */
  public record SecretBody(String secret, @Nullable Instant madeAt, List<OldSecret> previous) {}

  /** A secret that was replaced, and until when webhooks are still signed by it. */
  public record OldSecret(String secret, @Nullable Instant validUntil) {}

  @GET
  @Operation(summary = "What my webhooks are signed by")
  public SecretBody secret() {
    return body();
  }

  @POST
  @Operation(summary = "Make a new secret; the old one is signed by for another day")
  public SecretBody rotate() throws Refusal {
    if (!secrets.rotate(user.email(), clock.instant())) {
      throw new Refusal(
          Kind.TOO_MANY, "TOO_MANY_SECRETS", null, "It was changed too often today. Wait a day.");
    }
    return body();
  }

  private SecretBody body() {
    List<Secrets.Secret> all = secrets.of(user.email(), clock.instant());
    Secrets.Secret current = all.getFirst();
    return new SecretBody(
        current.text(),
        current.madeAt(),
        all.stream().skip(1).map(old -> new OldSecret(old.text(), old.until())).toList());
  }
}
