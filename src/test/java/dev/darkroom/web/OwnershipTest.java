package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.TestEmulator;
import dev.darkroom.library.UserFolder;
import dev.darkroom.media.Films;
import dev.darkroom.web.OwnersCase.Reach;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Everything that the server describes of itself, asked for by everybody who should not have it:
 * another user, nobody, tokens of the wrong scope, expired and forged ones. Each is refused,
 * nothing of the owner's changes, and the log has no exception.
 */
@QuarkusTest
@TestProfile(SignedInTest.WithProvider.class)
class OwnershipTest extends SignedInTest {
  private static final String OWNER = "olivia@example.com";
  private static final String STRANGER = "mallory@example.com";
  private static final List<String> SCOPES = List.of("jobs", "files", "admin");

  @Inject TestEmulator emulator;

  /** All that strangers must leave as it is. */
  record Footprint(
      String account,
      String jobs,
      String tokens,
      String templates,
      int accepted,
      Set<Path> files) {}

  private Footprint footprint() {
    String owner = admins(OWNER);
    Set<Path> files = new TreeSet<>();
    try (Stream<Path> all = Files.walk(data.resolve("blobs"))) {
      String mine = UserFolder.of(OWNER).root();
      all.filter(Files::isRegularFile)
          .filter(file -> file.toString().contains(mine))
          .forEach(files::add);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Footprint(
        credits.account(OWNER) + " " + credits.account(STRANGER),
        jobs.list(OWNER, null, null, 1000, null) + " " + jobs.list(STRANGER, null, null, 9, null),
        as(owner).get("/api/tokens").asString().replaceAll("\"lastUsedAt\":(null|\"[^\"]*\")", ""),
        // Addresses are signed anew each time.
        as(owner)
            .get("/api/templates")
            .asString()
            .replaceAll("expires=[0-9]+&signature=[^\"]+", ""),
        emulator.accepted(),
        files);
  }

  private String admins(String email) {
    return token(email, Map.of("groups", List.of("darkroom-admins")));
  }

  /** What the owner has, by the names that the cases use. */
  private Map<String, String> things() {
    credits.grant(OWNER, 100_000, "Test", UUID.randomUUID().toString(), Instant.now());
    byte[] picture = Photos.png(64, 48);
    String photo = uploaded("a.png", picture);
    Map<String, String> things = new HashMap<>();
    things.put("owner", OWNER);
    things.put("photo", photo);
    things.put("film", uploaded("a.mp4", Films.mp4(320, 180, 12, 24)));
    things.put("data", ServerTest.dataUrl(picture));
    String job =
        as(token(OWNER))
            .contentType(ContentType.JSON)
            .body("{\"r2_key\":\"%s\"}".formatted(photo))
            .post("/api/tools/upscale")
            .path("jobId");
    var ended =
        ServerTest.await()
            .until(() -> jobs.find(OWNER, job).orElseThrow(), each -> each.phase().terminal());
    things.put("job", job);
    things.put("made", Objects.requireNonNull(ended.state().resultKey()));
    things.put("request", Objects.requireNonNull(ended.state().request()).requestId());
    things.put("token", machine(List.of("jobs")).path("id"));
    return things;
  }

  private String uploaded(String name, byte[] file) {
    Response answer = as(token(OWNER)).multiPart("file", name, file).post("/api/storage/upload");
    assertEquals(201, answer.statusCode(), answer.asString());
    return answer.path("key");
  }

  /** A token of the owner's, as an admin. */
  private Response machine(List<String> scopes) {
    Response made =
        as(admins(OWNER))
            .contentType(ContentType.JSON)
            .body(Map.of("name", "machine", "scopes", scopes))
            .post("/api/tokens");
    assertEquals(201, made.statusCode(), made.asString());
    return made;
  }

  @Test
  void nothingIsReachedByThoseWhoseItIsNot() throws Exception {
    List<OwnersCase> cases = OwnersCase.all();
    assertEveryOperationIsAmong(cases);
    Map<String, String> things = things();
    Map<String, String> unbelieved = unbelieved();
    Map<String, String> machines = new HashMap<>();
    SCOPES.forEach(scope -> machines.put(scope, machine(List.of(scope)).path("token")));
    String stranger = token(STRANGER);

    Footprint before = footprint();
    try (Exceptions exceptions = Exceptions.watch()) {
      for (OwnersCase each : cases) {
        another(each, each.send(as(stranger), things), things);
        nobody(each, "nobody", each.send(given(), things));
        unbelieved.forEach((how, token) -> nobody(each, how, each.send(as(token), things)));
        machines.forEach((scope, token) -> machine(each, scope, token, things));
        assertEquals(before, footprint(), each::toString);
      }
      assertEquals(List.of(), exceptions.seen());
    }
    // The same requests are good ones, if it is their owner who sends them.
    String owner = admins(OWNER);
    for (OwnersCase each : cases) {
      // A token that is for it is enough.
      String scope = each.scopes().isEmpty() ? "" : each.scopes().getFirst();
      String enough = machines.getOrDefault(scope, owner);
      boolean byBrowser = each.reach() == Reach.SIGN_IN;
      Response answer = each.send(as(byBrowser ? owner : enough), things);
      int expected = each.reach() == Reach.SIGN_IN ? 303 : each.status();
      assertEquals(expected, answer.statusCode(), () -> each + answer.asString());
    }
    ServerTest.await()
        .until(
            () ->
                jobs.list(OWNER, null, null, 1000, null).stream()
                    .allMatch(job -> job.phase().terminal()));
  }

  /** Tokens of the owner's that nobody may believe. */
  private Map<String, String> unbelieved() {
    Map<String, String> all =
        new LinkedHashMap<>(provider.tokens().forged(claims(OWNER, Map.of())));
    long now = Instant.now().getEpochSecond();
    all.put("expired", token(OWNER, Map.of("exp", now - 60)));
    all.put("of another issuer", token(OWNER, Map.of("iss", "https://issuer.example")));
    all.put("for another client", token(OWNER, Map.of("aud", "another")));
    all.put("unknown", "dr_" + "A".repeat(43));
    return all;
  }

  private static void assertEveryOperationIsAmong(List<OwnersCase> cases) throws IOException {
    String openApi = given().get("/q/openapi?format=json").asString();
    Set<String> described =
        Endpoint.of(new JsonMapper().readTree(openApi)).stream()
            .map(Endpoint::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        described,
        cases.stream().map(OwnersCase::operation).collect(Collectors.toCollection(TreeSet::new)));
  }

  private static void another(OwnersCase each, Response answer, Map<String, String> things) {
    String said = each + " by another: " + answer.statusCode() + " " + answer.asString();
    int status = answer.statusCode();
    switch (each.reach()) {
      case NAMED -> assertEquals(404, status, said);
      case ADMINS, SIGNED -> assertEquals(403, status, said);
      case SHARED -> assertEquals(200, status, said);
      case ENDLESS -> assertEquals(400, status, said);
      case SIGN_IN -> assertEquals(303, status, said);
      case OWN -> assertTrue(status / 100 == 2 || status == 402, said);
    }
    for (String name : List.of("photo", "film", "job", "made", "request", "token", "owner")) {
      String thing = Objects.requireNonNull(things.get(name));
      // What was asked for may be named in the answer, but not more of it than that.
      assertFalse(answer.asString().contains(thing), said);
    }
  }

  private static void nobody(OwnersCase each, String who, Response answer) {
    String said = each + " by " + who + ": " + answer.statusCode() + " " + answer.asString();
    int expected =
        switch (each.reach()) {
          case SIGNED -> 403;
          // A browser without a token is sent to the provider; one that is shown is still not
          // believed.
          case SIGN_IN -> who.equals("nobody") ? 302 : 401;
          default -> 401;
        };
    assertEquals(expected, answer.statusCode(), said);
    assertTrue(
        answer.detailedCookies().asList().stream()
            .noneMatch(c -> c.getName().startsWith("q_session")),
        said);
  }

  private static void machine(
      OwnersCase each, String scope, String token, Map<String, String> things) {
    if (!each.scopes().contains(scope)) {
      RequestSpecification request = as(token);
      Response answer = each.send(request, things);
      assertEquals(
          403,
          answer.statusCode(),
          () -> "%s with a token for %s: %s".formatted(each, scope, answer.asString()));
    }
  }
}
