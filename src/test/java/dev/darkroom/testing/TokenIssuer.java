package dev.darkroom.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jose4j.jwk.JsonWebKeySet;

/** A provider of sign-in of which there is no more than its name, its key and its tokens. */
public final class TokenIssuer implements AutoCloseable {
  private final HttpServer server;
  private final URI issuer;
  private final OidcTokens tokens;

  private TokenIssuer(HttpServer server, SigningKey key) {
    this.server = server;
    this.issuer = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    this.tokens = new OidcTokens(key, issuer.toString(), OidcServer.CLIENT_ID);
    String discovery =
        """
        {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token",\
        "jwks_uri":"%1$s/jwks","response_types_supported":["code"],\
        "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"""
            .formatted(issuer);
    String keys = new JsonWebKeySet(key.jwk()).toJson();
    server.createContext("/.well-known/openid-configuration", asked -> answer(asked, discovery));
    server.createContext("/jwks", asked -> answer(asked, keys));
    server.start();
  }

  /** On any free port of this machine. */
  public static TokenIssuer start() throws IOException {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new TokenIssuer(HttpServer.create(here, 0), SigningKey.fresh());
  }

  private static void answer(HttpExchange asked, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    try (asked) {
      asked.getResponseHeaders().add("Content-Type", "application/json");
      asked.sendResponseHeaders(200, body.length);
      asked.getResponseBody().write(body);
    }
  }

  public URI issuer() {
    return issuer;
  }

  /** A token that is good for five minutes, of whoever has this address. */
  public String token(String email, Map<String, ?> more) {
    Map<String, Object> claims = new TreeMap<>(more);
    claims.put("email", email);
    claims.put("email_verified", true);
    return tokens.genuine(claims);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
