package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.testing.ClientProgram;
import dev.darkroom.testing.NeedsNode;
import dev.darkroom.testing.Overheard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The TypeScript client waits for a job whose server is killed and started again. */
@ExtendWith(NeedsNode.class)
class ClientIT {
  @TempDir Path folder;

  @Test
  void itWaitsForTheEndAcrossARestart() throws Exception {
    Map<String, String> slow =
        Map.of(
            "DARKROOM_EMULATOR_PORT",
            Integer.toString(RealServer.freePort()),
            "DARKROOM_EMULATOR_RUN_DELAY",
            "4s",
            "DARKROOM_JOBS_LEASE",
            "2s");
    try (RealServer server = new RealServer(folder.resolve("server"), slow);
        Overheard line = new Overheard(server.port())) {
      server.awaitReady();
      String key = server.upload(Files.readAllBytes(Path.of("samples/front.jpg")));
      Path output = folder.resolve("said");
      Process client =
          ClientProgram.start("waits.mjs", output.toFile(), "http://127.0.0.1:" + line.port(), key);
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> said(output).size() == 1);
      // A submit that is on its way may be lost; for that is waited longer than clients do.
      String job = "/api/jobs/" + said(output).getFirst();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> List.of("queued", "running").contains(phase(server, job)));
      server.kill();
      server.startAgain();
      server.awaitReady();
      assertTrue(client.waitFor(120, TimeUnit.SECONDS), () -> "it does not end");

      assertEquals(2, said(output).size(), () -> said(output).toString());
      assertEquals(0, client.exitValue());
      assertTrue(said(output).get(1).contains("/library/upscale-"), said(output).toString());
      assertEquals("completed", server.get(job).path("status").asText());
      line.requireDescribed();
    }
  }

  private static String phase(RealServer server, String job) throws Exception {
    return server.get(job).path("phase").asText();
  }

  private static List<String> said(Path output) {
    try {
      return Files.readAllLines(output);
    } catch (java.io.IOException e) {
      return List.of();
    }
  }
}
