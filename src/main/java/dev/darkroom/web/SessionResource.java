package dev.darkroom.web;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Who is there, and what the server works with. */
@Path("/api/session")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class SessionResource {
  private final CurrentUser user;
  private final Provider provider;

  SessionResource(CurrentUser user, Provider provider) {
    this.user = user;
    this.provider = provider;
  }

  /** Whether real models are at work or the built-in classical filters. */
  public enum Provider {
    FAL,
    EMULATOR
  }

  /** What a page needs to know to greet its user. */
  public record SessionBody(String user, String mode, String provider) {}

  @GET
  @Operation(summary = "Who I am, and what the server works with")
  public SessionBody session() {
    return new SessionBody(user.email(), "local", provider == Provider.FAL ? "fal" : "emulator");
  }
}
