package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.jobs.Phase;
import dev.darkroom.media.Films;
import dev.darkroom.testing.ClientProgram;
import dev.darkroom.testing.NeedsNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The TypeScript client: its types, its manners, and all that it does at the server. Needs node.
 */
@QuarkusTest
@ExtendWith(NeedsNode.class)
class ClientTest extends ServerTest {
  private static final Path SOURCES = Path.of("client/src");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private static JsonNode openApi() throws IOException {
    return JSON.readTree(given().get("/q/openapi?format=json").asString());
  }

  @Test
  void itsTypesAreTheDescribedOnes() throws IOException {
    String described = WireTypes.of(openApi());
    Path right = Path.of("target", "wire.ts");
    Files.writeString(right, described);
    assertEquals(
        described,
        Files.readString(SOURCES.resolve("wire.ts")),
        () -> "The API has changed. If it should have: cp %s client/src/".formatted(right));
  }

  @Test
  void itKnowsEveryOperationThatCosts() throws IOException {
    Set<String> costing = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : openApi().path("paths").properties()) {
      for (JsonNode parameter : path.getValue().path("post").path("parameters")) {
        if (parameter.path("name").asText().equals("Idempotency-Key")) {
          costing.add(path.getKey());
        }
      }
    }
    costing.remove("/api/jobs/{id}/retry");
    costing.remove("/api/admin/jobs/{id}/retry");
    Set<String> known = new TreeSet<>();
    Pattern.compile("'(/api/.*?)'")
        .matcher(Files.readString(SOURCES.resolve("operations.ts")))
        .results()
        .forEach(found -> known.add(found.group(1)));
    assertEquals(costing, known);
  }

  @Test
  void itsTypesLetPassWhatIsRightAndNothingElse() throws IOException {
    assertEquals("", ClientProgram.compile("src/test/client"));
  }

  @Test
  void itGetsThroughCutsStallsAndLostAnswers() throws IOException {
    String said = ClientProgram.run("hostile.mjs", 120);
    assertTrue(said.contains("# fail 0"), said);
  }

  @Test
  void itDoesEverythingAtTheServer() throws IOException {
    Path photo = Files.write(folder.resolve("a.png"), Photos.subject(160, 120));
    Path film = Files.write(folder.resolve("a.mp4"), Films.mp4(96, 64, 4, 4));
    String said =
        ClientProgram.run(
            "operations.mjs",
            240,
            "http://localhost:" + RestAssured.port,
            photo.toString(),
            film.toString());
    JsonNode result = JSON.readTree(said.strip().lines().reduce("", (_, last) -> last));
    assertEquals(Phase.COMPLETED, ended(result.path("jobId").asText()).phase(), said);
  }
}
