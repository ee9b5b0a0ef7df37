package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.media.Measure;
import dev.darkroom.media.Measured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's tour, run as it stands by a shell, against the packaged jar on an empty folder. */
class TourIT {
  @TempDir Path folder;

  @Test
  void theTourGivesAPictureOfTwiceTheSizeForOneCredit() throws Exception {
    try (RealServer server = new RealServer(folder, Map.of("DARKROOM_EMULATOR_PORT", "0"))) {
      server.awaitReady();
      Path walk = Files.createDirectory(folder.resolve("walk"));
      Files.createSymbolicLink(walk.resolve("samples"), Path.of("samples").toAbsolutePath());
      int exit = run(walk, "set -e\n" + tour(), "http://127.0.0.1:" + server.port());

      assertEquals(0, exit, () -> output(walk));
      Measured result = Measure.measure(walk.resolve("upscaled.jpg"), 100_000_000);
      assertEquals(3840, result.width());
      assertEquals(2160, result.height());
      assertEquals(4999, server.get("/api/credits").get("balance").asInt());
      var entries = server.get("/api/credits/transactions").get("items");
      assertEquals(2, entries.size());
      assertEquals(-1, entries.get(0).get("delta").asInt());
    }
  }

  private static int run(Path walk, String script, String address) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", script)
            .directory(walk.toFile())
            .redirectErrorStream(true)
            .redirectOutput(walk.resolve("output").toFile());
    shell.environment().put("D", address);
    Process process = shell.start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  private static String tour() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```sh\n") + "```sh\n".length();
    return readme.substring(start, readme.indexOf("```", start));
  }

  private static String output(Path walk) {
    try {
      return Files.readString(walk.resolve("output"));
    } catch (Exception e) {
      return "no output: " + e;
    }
  }
}
