package dev.darkroom.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real OpenID Connect provider from npm behind {@code src/test/oidc}, with the one client {@link
 * #CLIENT_ID}. Whoever has an e-mail address has an account: it is verified unless the address
 * begins with {@code unverified}, and of the group {@code darkroom-admins} if it begins with {@code
 * admin}.
 */
public final class OidcServer implements AutoCloseable {
  public static final String CLIENT_ID = "darkroom";
  public static final String CLIENT_SECRET = "a-secret-of-the-client-of-darkroom-tests";
  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Duration ID_TOKEN_LIFETIME = Duration.ofMinutes(5);
  private static final int STEPS_MAX = 20;
  private static final NodeProgram PROGRAM =
      new NodeProgram(
          "oidc", "NO OPENID PROVIDER: Node is not there, so the tests of signing in are skipped.");

  private final Process process;
  private final URI issuer;
  private final OidcTokens tokens;

  private OidcServer(Process process, URI issuer, OidcTokens tokens) {
    this.process = process;
    this.issuer = issuer;
    this.tokens = tokens;
  }

  /** One whose client may be returned to at these addresses. */
  public static OidcServer start(List<String> redirectUris) throws IOException {
    return start(redirectUris, ID_TOKEN_LIFETIME);
  }

  /** As that; its ID tokens live so many whole seconds. */
  public static OidcServer start(List<String> redirectUris, Duration idTokenLifetime)
      throws IOException {
    SigningKey key = SigningKey.fresh();
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "oidc-");
    Path keys = Files.writeString(folder.resolve("jwks.json"), key.privateJwks());
    Path log = folder.resolve("log");
    Process process =
        NodeProgram.start(
            PROGRAM.command(
                "0",
                keys.toAbsolutePath().toString(),
                String.join(",", redirectUris),
                Long.toString(idTokenLifetime.toSeconds())),
            log.toFile());
    Awaitility.await()
        .atMost(START_WITHIN)
        .pollDelay(Duration.ZERO)
        .until(() -> port(process, log) != null);
    URI issuer = URI.create("http://127.0.0.1:" + port(process, log));
    return new OidcServer(process, issuer, new OidcTokens(key, issuer.toString(), CLIENT_ID));
  }

  /** The one line of digits; what else the provider says is not for us. */
  private static @Nullable String port(Process process, Path log) throws IOException {
    String said = Files.readString(log);
    if (!process.isAlive()) {
      throw new IOException("The provider ended at its start: " + said);
    }
    return said.lines().filter(line -> line.matches("[0-9]+")).findFirst().orElse(null);
  }

  /** Its name and its address, without a trailing slash. */
  public URI issuer() {
    return issuer;
  }

  /** What the provider says who the owner of an address is. */
  public static String subject(String email) {
    byte[] bytes = email.getBytes(StandardCharsets.UTF_8);
    return "u-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** An ID token as {@link OidcTokens#genuine} makes it. */
  public String token(Map<String, ? extends @Nullable Object> claims) {
    return tokens.genuine(claims);
  }

  /** Tokens made with the provider's own key, and tokens forged. */
  public OidcTokens tokens() {
    return tokens;
  }

  /**
   * Does as a person does: goes where it is sent, starting at an address of the relying party, and
   * fills in the form if one is shown. The browser has a cookie jar and follows no redirect itself.
   *
   * @return the first answer that neither sends anywhere nor is the form
   */
  public HttpResponse<String> signIn(HttpClient browser, URI start, String email)
      throws IOException, InterruptedException {
    HttpRequest next = HttpRequest.newBuilder(start).build();
    boolean filled = false;
    for (int step = 0; step < STEPS_MAX; step++) {
      HttpResponse<String> answer = browser.send(next, HttpResponse.BodyHandlers.ofString());
      URI at = answer.uri();
      if (answer.statusCode() / 100 == 3) {
        String location = answer.headers().firstValue("location").orElseThrow();
        next = HttpRequest.newBuilder(at.resolve(location)).build();
      } else if (!filled && isForm(answer)) {
        filled = true;
        next = filled(at, email);
      } else {
        return answer;
      }
    }
    throw new IOException("Sent on more than %d times from %s".formatted(STEPS_MAX, start));
  }

  private boolean isForm(HttpResponse<String> answer) {
    return issuer.getAuthority().equals(answer.uri().getAuthority())
        && answer.statusCode() == 200
        && answer.body().contains("name=\"login\"");
  }

  private static HttpRequest filled(URI at, String email) {
    return HttpRequest.newBuilder(at)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "login=" + URLEncoder.encode(email, StandardCharsets.UTF_8)))
        .build();
  }

  /** kill -9, and waits until it is gone. */
  public void kill() {
    NodeProgram.kill(process);
  }

  @Override
  public void close() {
    kill();
  }
}
