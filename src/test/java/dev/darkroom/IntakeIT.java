package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A door that was closed stays closed, whatever becomes of the process. */
class IntakeIT {
  private static final String PATH = "/api/admin/intake";

  @TempDir Path folder;

  @Test
  void aRestartOpensNoDoorAndTheJobsOfBeforeAreDone() throws Exception {
    Map<String, String> environment =
        Map.of(
            "DARKROOM_EMULATOR_PORT", "0",
            "DARKROOM_EMULATOR_RUN_DELAY", "1s",
            // The server may be killed in the middle of the submit.
            "DARKROOM_JOBS_LEASE", "5s",
            "DARKROOM_JOBS_LOST_ANSWER_WEBHOOK_GRACE", "5s");
    try (RealServer server = new RealServer(folder, environment)) {
      server.awaitReady();
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB), "png", png);
      String body = "{\"r2_key\":\"%s\"}".formatted(server.upload(png.toByteArray()));
      var taken = server.post("/api/tools/upscale", body, "taken");
      assertEquals(202, taken.statusCode(), taken::body);
      String closing = "{\"open\":false,\"words\":\"Back at noon.\"}";
      assertEquals(200, server.post(PATH, closing, "1").statusCode());
      server.kill();
      server.startAgain();
      server.awaitReady();

      JsonNode intake = server.get(PATH);
      assertFalse(intake.get("open").asBoolean());
      assertEquals("you@localhost", intake.get("changedBy").asText());
      var refused = server.post("/api/tools/upscale", body, "new");
      assertEquals(503, refused.statusCode(), refused::body);
      assertEquals("60", refused.headers().firstValue("Retry-After").orElseThrow());
      assertEquals(202, server.post("/api/tools/upscale", body, "taken").statusCode());
      SmallJobs.awaitAllEnded(server);
      assertEquals(4999, server.get("/api/credits").get("balance").asInt());

      assertEquals(200, server.post(PATH, "{\"open\":true}", "2").statusCode());
      assertEquals(202, server.post("/api/tools/upscale", body, "new").statusCode());
      SmallJobs.awaitAllEnded(server);
    }
  }
}
