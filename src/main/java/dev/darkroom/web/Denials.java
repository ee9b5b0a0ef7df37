package dev.darkroom.web;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What those are told who may not do what they ask for. */
public class Denials {
  private static final Logger LOG = Logger.getLogger(Denials.class);

  private final SecurityIdentity identity;
  private final Doorkeeper doorkeeper;
  private final URI failed;

  Denials(
      SecurityIdentity identity,
      Doorkeeper doorkeeper,
      @ConfigProperty(name = "darkroom.public-url") URI publicUrl) {
    this.identity = identity;
    this.doorkeeper = doorkeeper;
    this.failed = SignInResource.page(publicUrl, "?error=sign_in_failed");
  }

  /** Nobody has signed in. */
  @ServerExceptionMapper
  public Uni<Response> nobody(UnauthorizedException e, RoutingContext request) {
    return challenge(
        request, Problem.of(401, "SIGN_IN_REQUIRED", "Sign in first, or send a token.").response());
  }

  /** What was shown is not believed. Why not is nobody's business. */
  @ServerExceptionMapper
  public Uni<Response> unknown(AuthenticationFailedException e, RoutingContext request) {
    return challenge(
        request,
        Problem.of(401, "BAD_TOKEN", "The token is not valid, or no longer valid.").response());
  }

  private Uni<Response> challenge(RoutingContext request, Response words) {
    if (!request.request().isEnded()) {
      // Nothing more of its body is wanted.
      request.response().putHeader("Connection", "close");
    }
    return doorkeeper
        .getChallenge(request)
        .map(challenge -> answer(challenge, words))
        .onFailure(OIDCException.class)
        .recoverWithItem(this::away);
  }

  /** Who comes to sign in is sent on; the others are told in words. */
  private static Response answer(ChallengeData challenge, Response words) {
    Response.ResponseBuilder answer =
        challenge.status == 401 ? Response.fromResponse(words) : Response.status(challenge.status);
    challenge.getHeaders().forEach((name, value) -> answer.header(name.toString(), value));
    return answer.build();
  }

  /** The provider, or somebody in its place, sent a person back with what does not fit. */
  @ServerExceptionMapper
  public Response notSignedIn(AuthenticationCompletionException e) {
    return Response.seeOther(failed).build();
  }

  /** The provider cannot be asked, so that nobody can be told from anybody. */
  @ServerExceptionMapper
  public Response away(OIDCException e) {
    LOG.warnf("The provider of sign-in could not be asked: %s", e.getMessage());
    return Problem.of(503, "SIGN_IN_TROUBLE", "Nobody can sign in right now. Try again soon.")
        .response();
  }

  /** Somebody who may not. */
  @ServerExceptionMapper
  public Response forbidden(ForbiddenException e) {
    return identity.getRoles().isEmpty()
        ? Problem.of(
                403,
                "EMAIL_NOT_VERIFIED",
                "Your e-mail address has to be verified where you sign in.")
            .response()
        : Problem.of(403, "NOT_ALLOWED", "You may not do this.").response();
  }

  /** Somebody who asks too often. */
  @ServerExceptionMapper
  public Response tooMany(TooManyRequests e) {
    return Problem.of(429, "TOO_MANY_REQUESTS", "You ask too often; wait a moment.")
        .response(e.until().plusNanos(999_999_999).toSeconds());
  }
}
