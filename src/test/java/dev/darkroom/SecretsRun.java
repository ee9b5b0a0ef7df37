package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.Secrets.Kind;
import dev.darkroom.Visitor.Told;
import dev.darkroom.testing.AnswersSeen;
import dev.darkroom.testing.OidcServer;
import dev.darkroom.web.HostileFiles;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What people and their machines do at the server of {@link SecretsIT}. */
final class SecretsRun implements AutoCloseable {
  /** Stands in rows, and is no secret. */
  static final String MARK = "a-mark-that-is-no-secret";

  static final String UPSCALE = "/api/tools/upscale";
  static final byte[] PHOTO = HostileFiles.photo();

  private final Visitor visitor;
  private final OidcServer people;
  private final Secrets secrets;
  private final URI server;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

  SecretsRun(Visitor visitor, OidcServer people, Secrets secrets, URI server) {
    this.visitor = visitor;
    this.people = people;
    this.secrets = secrets;
    this.server = server;
  }

  /** A token of the provider of sign-in. */
  String jwt(String name, Map<String, ?> others) {
    Map<String, Object> claims = new TreeMap<>(others);
    claims.put("email", name.toLowerCase(Locale.ROOT) + "@example.com");
    claims.put("email_verified", true);
    String token = people.token(claims);
    secrets.add(Kind.TOKEN, "JWT of " + name, token);
    return token;
  }

  void give(String boss, String email) throws Exception {
    String json =
        "{\"email\":\"%s\",\"delta\":5000,\"reason\":\"%s\",\"ref\":\"start\"}"
            .formatted(email, MARK);
    assertEquals(200, visitor.post("/api/admin/credits", boss, json).status());
  }

  /** By the code flow; once with a code that is not the provider's. */
  void signIn() throws Exception {
    HttpResponse<String> sentOn = ask("/sign-in", "GET");
    remember();
    String state =
        Pattern.compile("[?&]state=([^&]+)")
            .matcher(sentOn.headers().firstValue("location").orElseThrow())
            .results()
            .map(match -> match.group(1))
            .findFirst()
            .orElseThrow();
    secrets.add(Kind.OWN, "a code of sign-in", "canary-of-a-code");
    int notSignedIn = ask("/sign-in?code=canary-of-a-code&state=" + state, "GET").statusCode();
    assertTrue(notSignedIn == 303 || notSignedIn == 401, "answered " + notSignedIn);
    people.signIn(browser, server.resolve("/sign-in"), "carol@example.com");
    remember();
    assertEquals(200, ask("/api/session", "GET").statusCode());
  }

  void signOut() throws Exception {
    assertEquals(200, ask("/api/session", "GET").statusCode());
    remember();
    assertEquals(204, ask("/api/session", "DELETE").statusCode());
    assertEquals(401, ask("/api/session", "GET").statusCode());
  }

  private HttpResponse<String> ask(String path, String method) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .method(method, BodyPublishers.noBody())
            .build();
    return AnswersSeen.require(browser.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  private void remember() {
    for (HttpCookie cookie : cookies.getCookieStore().get(server)) {
      secrets.add(Kind.TOKEN, "cookie " + cookie.getName(), cookie.getValue());
    }
  }

  /** Brings files both ways, and looks at them; the key of one. */
  String files(String machine) throws Exception {
    Told uploaded = visitor.form("/api/storage/upload", machine, "file", PHOTO, "");
    assertEquals(201, uploaded.status(), uploaded::body);
    String ask =
        "{\"filename\":\"a.png\",\"contentType\":\"image/png\",\"size\":%d}"
            .formatted(PHOTO.length);
    JsonNode ticket = visitor.post("/api/storage/presign", machine, ask).json();
    String url = ticket.path("url").asText();
    Told put = visitor.ask("PUT", url, "", "image/png", BodyPublishers.ofByteArray(PHOTO));
    assertEquals(2, put.status() / 100, put::body);
    look(view(machine, ticket.path("key").asText()));
    visitor.get("/api/storage/list", machine);
    return uploaded.json().path("key").asText();
  }

  private String view(String machine, String key) throws Exception {
    return visitor.get("/api/storage/view?key=" + key, machine).json().path("url").asText();
  }

  private void look(String url) throws Exception {
    assertEquals(200, visitor.get(url, "").status(), url);
  }

  /** Jobs of each kind; their results are looked at. */
  void work(String machine, String photo) throws Exception {
    String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(PHOTO);
    String box = "\"boundingBox\":{\"x\":8,\"y\":8,\"width\":32,\"height\":32}";
    String key = key(photo);
    List<Told> submits =
        List.of(
            visitor.post(UPSCALE, machine, key),
            visitor.post(
                "/api/studio",
                machine,
                "{\"prompt\":\"%s\",\"image_urls\":[\"%s\"]}"
                    .formatted(MARK, view(machine, photo))),
            visitor.post(
                "/api/templates/generate",
                machine,
                "{\"templateSlug\":\"showroom\",\"userImageKeys\":[\"%s\"],\"isolateCar\":true}"
                    .formatted(photo)),
            visitor.post(
                "/api/tools/draw-to-edit",
                machine,
                "{\"prompt\":\"brighter\",\"originalKey\":\"%s\",\"imageDataUrl\":\"%s\",%s}"
                    .formatted(photo, data, box)),
            visitor.form(
                "/api/templates/video",
                machine,
                "startImage",
                PHOTO,
                "{\"prompt\":\"pan\",\"duration\":2,\"resolution\":\"480p\"}"));
    for (Told submit : submits) {
      String jobId = Visitor.accepted(submit);
      completes(machine, jobId);
      JsonNode job = visitor.get("/api/jobs/" + jobId, machine).json();
      look(job.path("result").path("url").asText());
    }
    Told cut = visitor.post("/api/tools/rembg", machine, key);
    assertEquals(200, cut.status(), cut::body);
    look(cut.json().path("image").path("url").asText());
    visitor.get("/api/library", machine);
  }

  static String key(String photo) {
    return "{\"r2_key\":\"%s\"}".formatted(photo);
  }

  void completes(String machine, String jobId) throws Exception {
    String status = visitor.ended(machine, jobId);
    assertEquals("completed", status, visitor.get("/api/jobs/" + jobId, machine)::body);
  }

  /** What everybody may read, and what people are told of themselves. */
  void pages(String person) throws Exception {
    for (String page : List.of("/", "/q/openapi", "/q/health", "/q/swagger-ui/", "/sign-in")) {
      assertTrue(visitor.get(page, "").status() < 400, page);
    }
    for (String page : List.of("/api/session", "/api/tokens", "/api/credits/transactions")) {
      assertEquals(200, visitor.get(page, person).status(), page);
    }
  }

  @Override
  public void close() {
    browser.close();
  }
}
