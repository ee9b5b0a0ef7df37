package dev.darkroom.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The provider that other tests sign in at, used by hand. */
class OidcServerTest {
  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters";
  private static final Duration LIFETIME = Duration.ofSeconds(90);

  private final RawServer party = RawServer.answering(this::answer);
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private OidcServer server;

  @BeforeEach
  void start() throws IOException {
    server = OidcServer.start(List.of(callback()), LIFETIME);
  }

  @AfterEach
  void stop() throws IOException {
    browser.close();
    party.close();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void anAdminSignsInAndRefreshes() throws Exception {
    JsonNode tokens = tokens(codeForm(codeOf("admin@example.com")));
    assertIsAdmin(believed(tokens.path("id_token")));
    String refresh = tokens.path("refresh_token").asText();
    JsonNode fresh = tokens(Map.of("grant_type", "refresh_token", "refresh_token", refresh));
    assertNotEquals(tokens.path("access_token"), fresh.path("access_token"));
    assertIsAdmin(believed(fresh.path("id_token")));
  }

  private static void assertIsAdmin(JwtClaims claims) throws Exception {
    assertEquals(OidcServer.subject("admin@example.com"), claims.getSubject());
    assertEquals("admin@example.com", claims.getStringClaimValue("email"));
    assertEquals(true, claims.getClaimValue("email_verified", Boolean.class));
    assertEquals(List.of("darkroom-admins"), claims.getStringListClaimValue("groups"));
    long lifetime = claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue();
    assertEquals(LIFETIME.toSeconds(), lifetime);
  }

  @Test
  void anAddressThatBeginsSoIsNotVerified() throws Exception {
    String code = codeOf("unverified@example.com");
    JwtClaims claims = believed(tokens(codeForm(code)).path("id_token"));
    assertEquals(false, claims.getClaimValue("email_verified", Boolean.class));
    assertEquals(List.of(), claims.getStringListClaimValue("groups"));
  }

  @Test
  void whoIsSignedInIsNotAskedAgain() throws Exception {
    codeOf("first@example.com");
    String code = codeOf("second@example.com");
    JwtClaims claims = believed(tokens(codeForm(code)).path("id_token"));
    assertEquals("first@example.com", claims.getStringClaimValue("email"));
  }

  @Test
  void whatIsNoAddressIsNoLogin() throws Exception {
    HttpResponse<String> answer = server.signIn(browser, party.url().resolve("/in"), "nobody");
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("name=\"login\""), answer.body());
  }

  @Test
  void aCodeNeedsItsVerifier() throws Exception {
    Map<String, String> form = new HashMap<>(codeForm(codeOf("user@example.com")));
    form.put("code_verifier", VERIFIER + "x");
    HttpResponse<String> answer = post(form);
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("invalid_grant"), answer.body());
  }

  @Test
  void aTokenMadeHereIsBelieved() throws Exception {
    Map<String, Object> claims = new HashMap<>();
    claims.put("email", "user@example.com");
    claims.put("iat", null);
    JwtClaims believed = consumer().processToClaims(server.token(claims));
    assertEquals(OidcTokens.SUBJECT, believed.getSubject());
    assertEquals("user@example.com", believed.getStringClaimValue("email"));
    assertFalse(believed.hasClaim("iat"));
  }

  @Test
  void noForgedTokenIsBelieved() throws Exception {
    JwtConsumer consumer = consumer();
    server
        .tokens()
        .forged(Map.of("groups", List.of("darkroom-admins")))
        .forEach(
            (what, token) ->
                assertThrows(InvalidJwtException.class, () -> consumer.process(token), what));
  }

  /** Else the test above would believe in checks that nothing was tried against. */
  @Test
  void forgedTokensFoolTheCareless() throws Exception {
    RsaJsonWebKey key = (RsaJsonWebKey) keys().getJsonWebKeys().get(0);
    byte[] der = key.getRsaPublicKey().getEncoded();
    JwtConsumer secret = careless().setVerificationKey(new HmacKey(der)).build();
    JwtConsumer none =
        careless()
            .setDisableRequireSignature()
            .setJwsAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS)
            .build();
    JwtConsumer unread = careless().setSkipSignatureVerification().build();
    Map<String, String> claims = Map.of("email", "admin@example.com");
    OidcTokens tokens = server.tokens();
    assertFooled(secret, tokens.signedByPublicDer(claims));
    assertFooled(none, tokens.unsigned(claims));
    assertFooled(unread, tokens.altered(claims));
    assertFooled(unread, tokens.signedByAnother(claims));
  }

  private static JwtConsumerBuilder careless() {
    return new JwtConsumerBuilder().setExpectedAudience(OidcServer.CLIENT_ID);
  }

  private static void assertFooled(JwtConsumer consumer, String token) throws Exception {
    JwtClaims claims = consumer.processToClaims(token);
    assertEquals("admin@example.com", claims.getStringClaimValue("email"));
  }

  private String callback() {
    return party.url() + "/back";
  }

  /** The relying party: sends to the provider, and takes who comes back. */
  private RawServer.Reply answer(RawServer.Request request) {
    return request.target().equals("/in")
        ? new RawServer.Reply(302, Map.of("Location", authorization().toString()), "")
        : RawServer.Reply.json(200, "{}");
  }

  private URI authorization() {
    return URI.create(
        named("authorization_endpoint")
            + "?"
            + form(
                Map.of(
                    "client_id", OidcServer.CLIENT_ID,
                    "response_type", "code",
                    "scope", "openid email",
                    "redirect_uri", callback(),
                    "state", "a-state",
                    "code_challenge_method", "S256",
                    "code_challenge", challenge())));
  }

  private static String challenge() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String codeOf(String email) throws Exception {
    HttpResponse<String> answer = server.signIn(browser, party.url().resolve("/in"), email);
    assertEquals(200, answer.statusCode());
    Map<String, String> query =
        Pattern.compile("&")
            .splitAsStream(answer.uri().getQuery())
            .map(each -> each.split("=", 2))
            .collect(Collectors.toMap(each -> each[0], each -> each[1]));
    assertEquals("a-state", query.get("state"));
    assertEquals(server.issuer().toString(), query.get("iss"));
    return Objects.requireNonNull(query.get("code"));
  }

  private Map<String, String> codeForm(String code) {
    return Map.of(
        "grant_type",
        "authorization_code",
        "code",
        code,
        "redirect_uri",
        callback(),
        "code_verifier",
        VERIFIER);
  }

  private JsonNode tokens(Map<String, String> form) throws Exception {
    HttpResponse<String> answer = post(form);
    assertEquals(200, answer.statusCode(), answer.body());
    return new ObjectMapper().readTree(answer.body());
  }

  private HttpResponse<String> post(Map<String, String> form) throws Exception {
    String client = OidcServer.CLIENT_ID + ":" + OidcServer.CLIENT_SECRET;
    byte[] bytes = client.getBytes(StandardCharsets.US_ASCII);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(named("token_endpoint")))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(form)))
            .build();
    return browser.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String form(Map<String, String> values) {
    return values.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** An address that discovery names. */
  private String named(String endpoint) {
    return json(server.issuer() + "/.well-known/openid-configuration").path(endpoint).asText();
  }

  private JsonNode json(String address) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
      return new ObjectMapper()
          .readTree(browser.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonWebKeySet keys() throws JoseException {
    return new JsonWebKeySet(json(named("jwks_uri")).toString());
  }

  /** Checks as a relying party must, with the keys that discovery names. */
  private JwtConsumer consumer() throws JoseException {
    return new JwtConsumerBuilder()
        .setExpectedIssuer(server.issuer().toString())
        .setExpectedAudience(OidcServer.CLIENT_ID)
        .setRequireExpirationTime()
        .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys().getJsonWebKeys()))
        .build();
  }

  private JwtClaims believed(JsonNode token) throws Exception {
    return consumer().processToClaims(token.asText());
  }
}
