package dev.darkroom.web;

import static dev.darkroom.web.ServerTest.assertProblem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who somebody is, by what a provider says. */
@QuarkusTest
@TestProfile(SignedInTest.WithProvider.class)
class OidcSignInTest extends SignedInTest {
  private final long now = Instant.now().getEpochSecond();

  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

  private HttpResponse<String> signIn(String email) throws Exception {
    return provider.signIn(browser, server.resolve("/sign-in"), email);
  }

  private HttpResponse<String> ask(String path) throws Exception {
    return send(HttpRequest.newBuilder(server.resolve(path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aBearerTokenIsItsEmailAddress() {
    Response session = as(token("Ann@Example.com")).get("/api/session");
    assertEquals(200, session.statusCode(), session.asString());
    assertEquals("ann@example.com", session.path("user"));
    assertEquals("oidc", session.path("mode"));
    assertFalse(session.<Boolean>path("admin"));
  }

  @Test
  void aClaimMakesAnAdmin() {
    Response session =
        as(token("boss@example.com", Map.of("groups", List.of("a", "darkroom-admins"))))
            .get("/api/session");
    assertTrue(session.<Boolean>path("admin"), session.asString());
  }

  /** Whoever runs the provider names roles as they like. */
  @ParameterizedTest
  @ValueSource(strings = {"admin", "person", "Darkroom-Admins", "darkroom-admins "})
  void otherRolesOfTheProviderMeanNothing(String role) {
    String token = token("ann@example.com", Map.of("groups", List.of(role)));
    assertFalse(as(token).get("/api/session").<Boolean>path("admin"));
    assertProblem(
        403,
        "NOT_ALLOWED",
        null,
        as(token).body("{}").contentType("application/json").post("/api/admin/credits"));
  }

  @ParameterizedTest
  @CsvSource({"false", "null", "'no'", "1"})
  void anAddressThatIsNotVerifiedIsNobodys(String verified) {
    Map<String, Object> claim = new HashMap<>();
    claim.put(
        "email_verified",
        verified.equals("null") ? null : verified.equals("false") ? false : verified);
    assertProblem(
        403, "EMAIL_NOT_VERIFIED", null, as(token("ann@example.com", claim)).get("/api/session"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ann", "@example.com", "ann@", "a b@example.com", "a@b@c", "a\n@b.c"})
  void whatIsNoAddressIsNobodys(String email) {
    assertProblem(403, "EMAIL_NOT_VERIFIED", null, as(token(email)).get("/api/jobs"));
  }

  /** A claim may be anything. */
  @Test
  void anAddressThatIsNoTextIsNobodys() {
    for (Object email : List.of(123, true, List.of("ann@example.com"), Map.of("a", "b"))) {
      assertProblem(
          403,
          "EMAIL_NOT_VERIFIED",
          null,
          as(token("", Map.of("email", email))).get("/api/session"));
    }
  }

  @Test
  void aTokenMayBeMadeForTheAudienceThatIsNamed() {
    String token = token("ann@example.com", Map.of("aud", FreshProvider.AUDIENCE));
    assertEquals(200, as(token).get("/api/session").statusCode());
  }

  /** Whatever name a request comes by, the provider sends people back to ours. */
  @Test
  void nobodyIsLedToAnotherHost() {
    String sentTo =
        given()
            .redirects()
            .follow(false)
            .header("Host", "evil.example")
            .get("/sign-in")
            .header("Location");
    assertTrue(sentTo.contains("redirect_uri=http%3A%2F%2Flocalhost%3A"), sentTo);
  }

  @Test
  void forgedTokensAreNotBelieved() {
    provider
        .tokens()
        .forged(claims("ann@example.com", Map.of()))
        .forEach(
            (how, token) -> {
              Response answer = as(token).get("/api/session");
              assertEquals(401, answer.statusCode(), how);
              assertProblem(401, "BAD_TOKEN", null, answer);
            });
  }

  @Test
  void tokensOfAnotherTimeOrForAnotherAreNotBelieved() {
    Map<String, Map<String, Object>> others =
        Map.of(
            "expired", Map.of("exp", now - 60),
            "not yet", Map.of("nbf", now + 600),
            "another issuer", Map.of("iss", "https://issuer.example"),
            "another client", Map.of("aud", "somebody-else"));
    others.forEach(
        (how, claims) ->
            assertEquals(
                401, as(token("ann@example.com", claims)).get("/api/session").statusCode(), how));
    for (String missing : List.of("exp", "iss", "aud")) {
      Map<String, Object> without = new HashMap<>();
      without.put(missing, null);
      assertEquals(
          401, as(token("ann@example.com", without)).get("/api/session").statusCode(), missing);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer",
        "Bearer x.y.z",
        "Bearer ..",
        "Bearer e30.e30.e30",
        "Bearer a.b.c.d.e",
        "Bearer e30.e30.",
        "Basic YTpi",
        "Bearer dr_x"
      })
  void nonsenseIsNobody(String header) {
    assertEquals(
        401, given().header("Authorization", header).get("/api/session").statusCode(), header);
  }

  @Test
  void nobodyIsToldSoAndNotSentAway() {
    Response answer = given().redirects().follow(false).get("/api/session");
    assertProblem(401, "SIGN_IN_REQUIRED", null, answer);
    assertEquals("Bearer", answer.header("WWW-Authenticate"));
  }

  @Test
  void aBrowserSignsInByTheCodeFlowAndOutAgain() throws Exception {
    HttpResponse<String> page = signIn("carol@example.com");
    assertEquals(server.resolve("/"), page.uri());
    assertEquals(200, page.statusCode());
    assertTrue(ask("/api/session").body().contains("\"carol@example.com\""));

    for (HttpCookie cookie : cookies.getCookieStore().get(server)) {
      assertTrue(cookie.isHttpOnly(), cookie::toString);
      assertFalse(readable(cookie).contains("carol"), "the browser can read its token");
    }
    assertEquals(
        204, send(HttpRequest.newBuilder(server.resolve("/api/session")).DELETE()).statusCode());
    assertEquals(401, ask("/api/session").statusCode());
  }

  /** All that can be read of a cookie without a key. */
  private static String readable(HttpCookie cookie) {
    StringBuilder text = new StringBuilder(cookie.getValue());
    for (String part : cookie.getValue().split("[^A-Za-z0-9_-]", -1)) {
      try {
        text.append(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        // No Base64, so it says nothing.
      }
    }
    return text.toString();
  }

  @Test
  void theSessionIsNotSentFromOtherSites() throws Exception {
    HttpResponse<String> redirect = ask("/sign-in");
    assertEquals(302, redirect.statusCode());
    assertTrue(redirect.headers().firstValue("location").orElseThrow().contains("code_challenge"));
    signIn("carol@example.com");
    HttpResponse<String> foreign =
        send(
            HttpRequest.newBuilder(server.resolve("/api/session"))
                .header("Origin", "https://evil.example")
                .DELETE());
    assertEquals(403, foreign.statusCode());
    assertEquals(200, ask("/api/session").statusCode());
  }

  @Test
  void whoseAddressIsNotVerifiedIsToldSo() throws Exception {
    signIn("unverified-dave@example.com");
    HttpResponse<String> session = ask("/api/session");
    assertEquals(403, session.statusCode());
    assertTrue(session.body().contains("EMAIL_NOT_VERIFIED"), session::body);
  }

  @Test
  void anAnswerThatNobodyAskedForIsNoSignIn() throws Exception {
    ask("/sign-in");
    HttpResponse<String> forged = ask("/sign-in?code=abc&state=" + "0".repeat(36));
    assertTrue(forged.statusCode() / 100 == 3 || forged.statusCode() == 401, forged::body);
    assertEquals(401, ask("/api/session").statusCode());
  }

  @Test
  void aBrokenSessionIsNobodys() throws Exception {
    signIn("carol@example.com");
    for (HttpCookie cookie : cookies.getCookieStore().get(server)) {
      cookie.setValue(new StringBuilder(cookie.getValue()).reverse().toString());
    }
    assertEquals(401, ask("/api/session").statusCode());
  }
}
