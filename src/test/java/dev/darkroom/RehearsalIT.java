package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that is rehearsed, and one that uses what the JVM remembers of it. */
class RehearsalIT {
  @TempDir Path folder;

  @Test
  void aRehearsedStartLeavesACacheThatTheNextOneUses() throws Exception {
    Path cache = folder.resolve("start.aot");
    assertEquals(0, rehearse(Map.of(), "-XX:AOTCacheOutput=" + cache), this::said);
    assertTrue(Files.size(cache) > 1 << 20);
    // Whoever wants a cache and cannot have it does not start at all with this option.
    String[] options = {"-XX:AOTCache=" + cache, "-XX:AOTMode=on", "-Xlog:aot=off"};
    Map<String, String> settings = Map.of("DARKROOM_EMULATOR_PORT", "0");
    try (RealServer server =
        new RealServer(folder.resolve("server"), settings, RealServer.freePort(), options)) {
      server.awaitReady();
      assertEquals(
          "EMULATOR",
          server.get("/api/session").path("provider").asText().toUpperCase(Locale.ROOT));
    }
  }

  /** It would put files where the settings say, and show them to whom they say. */
  @Test
  void nothingIsRehearsedWithSettings() throws Exception {
    assertEquals(1, rehearse(Map.of("FAL_KEY", "key:secret")));
    assertTrue(said().contains("FAL_KEY"), this::said);
    assertFalse(said().contains("secret"), this::said);
  }

  private int rehearse(Map<String, String> settings, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", System.getProperty("darkroom.jar"), "rehearse"));
    command.add(folder.resolve("data").toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile());
    builder.environment().clear();
    builder.environment().putAll(settings);
    Process process = builder.start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("said"));
    } catch (java.io.IOException e) {
      return "";
    }
  }
}
