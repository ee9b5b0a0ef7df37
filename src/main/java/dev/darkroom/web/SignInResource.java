package dev.darkroom.web;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Where the page sends its user, and where the provider sends them back (the code flow of OpenID
 * Connect). Whoever is let in is led to the page.
 */
@Path(SignInResource.PATH)
@NonBlocking
public class SignInResource {
  public static final String PATH = "/sign-in";

  private final URI page;

  SignInResource(@ConfigProperty(name = "darkroom.public-url") URI publicUrl) {
    this.page = page(publicUrl, "");
  }

  @GET
  @Authenticated
  @Operation(summary = "Sign in with a browser, and go on to the page")
  public Response signIn() {
    return Response.seeOther(page).build();
  }

  /** The page, as browsers know it, whatever name this request came by. */
  static URI page(URI publicUrl, String query) {
    return URI.create(publicUrl.toString().replaceFirst("/+$", "") + "/" + query);
  }

  static boolean isAskedBy(RoutingContext request) {
    return request.normalizedPath().equals(PATH);
  }
}
