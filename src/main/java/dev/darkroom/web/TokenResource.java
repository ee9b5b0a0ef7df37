package dev.darkroom.web;

import dev.darkroom.access.ApiToken;
import dev.darkroom.access.Scope;
import dev.darkroom.access.Tokens;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import io.quarkus.security.ForbiddenException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Tokens for machines. Only a person makes or ends them: a token that leaks makes no others. */
@Path("/api/tokens")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.PERSON)
public class TokenResource {
  private static final int NAME_LENGTH_MAX = 100;

  private final CurrentUser user;
  private final Tokens tokens;

  TokenResource(CurrentUser user, Tokens tokens) {
    this.user = user;
    this.tokens = tokens;
  }

  /** What a token is for: {@code jobs}, {@code files}, {@code admin}. */
  @Schema(requiredProperties = {"name", "scopes"})
  public record TokenRequest(@Nullable String name, @Nullable List<@Nullable String> scopes) {}

  /**
   * A token.
   *
   * @param token its text, only when it was just made
   */
  public record TokenBody(
      String id,
      String name,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant lastUsedAt,
      @Nullable String token) {}

  /** All of mine: there are few. */
  public record TokensBody(List<TokenBody> items) {}

  @GET
  @Operation(summary = "My tokens, newest first")
  public TokensBody list() {
    return new TokensBody(
        tokens.list(user.email()).stream().map(token -> body(token, null)).toList());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make a token; its text is told this once")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = TokenBody.class)))
  public Response create(@Nullable TokenRequest request) throws Refusal {
    TokenRequest asked = Required.body(request);
    String name = Required.parameter("name", asked.name());
    if (name.length() > NAME_LENGTH_MAX) {
      throw Required.badValue("name");
    }
    Set<Scope> scopes = scopes(asked);
    if (scopes.contains(Scope.ADMIN) && !user.is(Roles.ADMIN)) {
      throw new ForbiddenException();
    }
    Tokens.Created made =
        tokens
            .create(user.email(), name, scopes)
            .orElseThrow(
                () ->
                    new Refusal(
                        Kind.CONFLICT,
                        "TOO_MANY_TOKENS",
                        null,
                        "You have as many tokens as you may have. Delete one first."));
    return Response.status(201).entity(body(made.token(), made.text())).build();
  }

  private static Set<Scope> scopes(TokenRequest asked) throws Refusal {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String each : Required.texts("scopes", asked.scopes())) {
      scopes.add(Required.oneOf("scopes", each, Scope.class));
    }
    if (scopes.isEmpty()) {
      throw Required.badValue("scopes");
    }
    return scopes;
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "End a token at once")
  public void revoke(@PathParam("id") String id) throws Refusal {
    if (!tokens.revoke(user.email(), id)) {
      throw new Refusal(
          Kind.NOT_FOUND, "TOKEN_NOT_FOUND", "id", "There is no such token among yours.");
    }
  }

  private static TokenBody body(ApiToken token, @Nullable String text) {
    return new TokenBody(
        token.id(),
        token.name(),
        token.scopes().stream()
            .map(scope -> scope.name().toLowerCase(Locale.ROOT))
            .sorted()
            .toList(),
        token.createdAt(),
        token.lastUsedAt(),
        text);
  }
}
