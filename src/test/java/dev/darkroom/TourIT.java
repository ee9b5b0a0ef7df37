package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.media.Films;
import dev.darkroom.media.Measure;
import dev.darkroom.media.Measured;
import dev.darkroom.media.MeasuredVideo;
import dev.darkroom.testing.Overheard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's tour, run as it stands by a shell, against the packaged jar on an empty folder. */
class TourIT {
  private static final long PIXELS_MAX = 100_000_000;

  @TempDir Path folder;

  @Test
  void theTourMakesEverythingAndPaysForEachOnce() throws Exception {
    int port = RealServer.freePort();
    try (Overheard line = new Overheard(port);
        RealServer server = new RealServer(folder, environment(line), port)) {
      server.awaitReady();
      Path walk = Files.createDirectory(folder.resolve("walk"));
      Files.createSymbolicLink(walk.resolve("samples"), Path.of("samples").toAbsolutePath());
      int exit = run(walk, "set -e\n" + tour(), "http://127.0.0.1:" + line.port());

      assertEquals(0, exit, () -> output(walk));
      assertEquals("3840×2160", size(walk, "upscaled.jpg"));
      assertEquals("4000×3000", size(walk, "edited.png"));
      assertFalse(Arrays.equals(bytes(walk, "night-00c8ff.jpg"), bytes(walk, "night-ff2d95.jpg")));
      for (String picture : List.of("night-00c8ff.jpg", "isolated.jpg", "studio.jpg")) {
        assertTrue(Measure.measure(walk.resolve(picture), PIXELS_MAX).pixels() > 500_000);
      }
      String output = output(walk);
      assertTrue(output.contains("\"requestId\":\"cache\""), output);
      assertFilm(walk, "moving.mp4", 854, 480, 24);
      assertFilm(walk, "video-upscale.mp4", 1708, 960, 24);
      assertFilm(walk, "video-interpolate.mp4", 1708, 960, 96);
      // 1 + 3 × 20 + 90 + 20 + 10 + 270 + 1845 + 18; the second cut-out is free.
      assertEquals(2686, server.get("/api/credits").get("balance").asInt());
      assertEquals(0, server.get("/api/credits").get("held").asInt());
      assertEquals(11, server.get("/api/credits/transactions").get("items").size());
      var items = server.get("/api/library?limit=10").get("items");
      assertEquals(10, items.size());
      items.forEach(item -> assertFalse(item.get("blurhash").asText().isEmpty()));
      line.requireDescribed();
    }
  }

  /** All addresses that it names lead over the line. */
  private static Map<String, String> environment(Overheard line) {
    return Map.of(
        "DARKROOM_EMULATOR_PORT", "0", "DARKROOM_PUBLIC_URL", "http://localhost:" + line.port());
  }

  private static String size(Path walk, String picture) {
    Measured measured = Measure.measure(walk.resolve(picture), PIXELS_MAX);
    return "%d×%d".formatted(measured.width(), measured.height());
  }

  private static void assertFilm(Path walk, String film, int width, int height, double fps)
      throws Exception {
    MeasuredVideo measured = Films.look(bytes(walk, film)).measured();
    assertEquals(width, measured.width());
    assertEquals(height, measured.height());
    assertEquals(fps, measured.rate().fps());
    assertEquals(5, measured.seconds(), 0.001);
  }

  private static byte[] bytes(Path walk, String file) throws Exception {
    return Files.readAllBytes(walk.resolve(file));
  }

  private static int run(Path walk, String script, String address) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", script)
            .directory(walk.toFile())
            .redirectErrorStream(true)
            .redirectOutput(walk.resolve("output").toFile());
    shell.environment().put("D", address);
    Process process = shell.start();
    if (!process.waitFor(240, TimeUnit.SECONDS)) {
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
