package dev.darkroom.web;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Where the page sends its user, and where the provider sends them back (the code flow of OpenID
 * Connect). Whoever is let in is led to the page.
 */
@Path(SignInResource.PATH)
@NonBlocking
public class SignInResource {
  public static final String PATH = "/sign-in";

  /** The page, which says that it did not work. */
  static final URI FAILED = URI.create("/?error=sign_in_failed");

  @GET
  @Authenticated
  @Operation(summary = "Sign in with a browser, and go on to the page")
  public Response signIn() {
    return Response.seeOther(URI.create("/")).build();
  }

  static boolean isAskedBy(RoutingContext request) {
    return request.normalizedPath().equals(PATH);
  }
}
