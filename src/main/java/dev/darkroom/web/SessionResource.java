package dev.darkroom.web;

import io.quarkus.oidc.IdTokenCredential;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who is there, and what the server works with. */
@Path("/api/session")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class SessionResource {
  private final CurrentUser user;
  private final SecurityIdentity identity;
  private final OidcSession session;
  private final Provider provider;
  private final String mode;

  SessionResource(
      CurrentUser user,
      SecurityIdentity identity,
      OidcSession session,
      Provider provider,
      @ConfigProperty(name = "darkroom.auth") String mode) {
    this.user = user;
    this.identity = identity;
    this.session = session;
    this.provider = provider;
    this.mode = mode;
  }

  /** Whether real models are at work or the built-in classical filters. */
  public enum Provider {
    FAL,
    EMULATOR
  }

  /**
   * What a page needs to know to greet its user.
   *
   * @param mode {@code local} or {@code oidc}
   */
  public record SessionBody(
      String user,
      boolean admin,
      @Schema(enumeration = {"local", "oidc"}) String mode,
      @Schema(enumeration = {"fal", "emulator"}) String provider) {}

  @GET
  @RolesAllowed({Roles.PERSON, Roles.JOBS, Roles.FILES, Roles.ADMIN})
  @Operation(summary = "Who I am, and what the server works with")
  public SessionBody session() {
    return new SessionBody(
        user.email(), user.is(Roles.ADMIN), mode, provider == Provider.FAL ? "fal" : "emulator");
  }

  @DELETE
  @Authenticated
  @Operation(summary = "Sign out, where a browser has signed in")
  public Uni<Void> end() {
    return identity.getCredential(IdTokenCredential.class) == null
        ? Uni.createFrom().voidItem()
        : session.logout();
  }
}
