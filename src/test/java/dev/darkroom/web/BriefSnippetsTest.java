package dev.darkroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The brief's two client snippets, run as they stand by a JavaScript engine. Needs node. */
@QuarkusTest
class BriefSnippetsTest extends ServerTest {
  private static final Path SNIPPETS = Path.of("src/test/resources/brief");

  @TempDir Path folder;

  @Test
  void theSnippetForTemplatesResolves() throws Exception {
    JsonNode result =
        run(
            "generate.ts",
            """
            {"templateSlug":"night-street","userImageKeys":["%s"],"variables":{"NEON":"#ff2d95"}}
            """
                .formatted(uploaded(Photos.subject(160, 120))));
    assertTrue(result.path("key").asText().contains("/library/gen-"), result.toString());
    assertEquals(20, jobs.find(USER, result.path("jobId").asText()).orElseThrow().heldCredits());
    Photos.decode(download(result.path("url").asText()));
  }

  @Test
  void theSnippetForToolsResolves() throws Exception {
    JsonNode result =
        run(
            "upscale.ts",
            """
            {"r2_key":"%s","upscale_factor":2}
            """
                .formatted(uploaded(Photos.png(80, 60))));
    assertTrue(result.path("key").asText().contains("/library/upscale-"), result.toString());
    assertEquals(160, Photos.decode(download(result.path("url").asText())).getWidth());
  }

  private JsonNode run(String snippet, String values) throws Exception {
    Path output = folder.resolve("output");
    Process node =
        new ProcessBuilder(
                "node",
                SNIPPETS.resolve("run.mjs").toString(),
                "http://localhost:" + RestAssured.port,
                SNIPPETS.resolve(snippet).toString(),
                values)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertTrue(node.waitFor(60, TimeUnit.SECONDS), "node did not end");
    } finally {
      node.destroyForcibly();
    }
    assertEquals(0, node.exitValue());
    return new ObjectMapper().readTree(output.toFile());
  }
}
