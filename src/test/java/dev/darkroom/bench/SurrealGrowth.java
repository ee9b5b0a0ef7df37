package dev.darkroom.bench;

import dev.darkroom.db.surreal.SurrealRows;
import dev.darkroom.db.surreal.SurrealServer;
import dev.darkroom.jobs.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Points of growth on a SurrealDB: what SQLite holds, brought there by an export and an import. */
final class SurrealGrowth implements Growth.Store {
  private final SurrealServer surreal;
  private final Path folder;
  private final Map<String, String> settings;
  private final Map<Integer, Map<String, String>> databases = new HashMap<>();

  private SurrealGrowth(SurrealServer surreal, Path folder, Map<String, String> settings) {
    this.surreal = surreal;
    this.folder = folder;
    this.settings = settings;
  }

  static SurrealGrowth start(Path folder, Map<String, String> settings) {
    return new SurrealGrowth(SurrealServer.start(), folder, settings);
  }

  @Override
  public GrowthPoint point(int stored) throws Exception {
    Path rows = Files.createDirectories(folder.resolve("rows-" + stored));
    Path own = Files.createDirectories(folder.resolve("own-" + stored));
    Instant now = Clock.tickMillis(ZoneOffset.UTC).instant();
    GrowthPoint.fill(rows, stored, now);
    Map<String, String> database = surreal.freshDatabase();
    databases.put(stored, database);
    Map<String, String> environment = new HashMap<>(settings);
    database.forEach(
        (name, value) ->
            environment.put(
                name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
    Path archive = folder.resolve(stored + ".export");
    offline("export", archive, rows, Map.of());
    offline("import", archive, own, environment);
    return new GrowthPoint(stored, now, own, environment);
  }

  @Override
  public Rows rows(int stored) {
    return new SurrealRows(Objects.requireNonNull(databases.get(stored)));
  }

  private void offline(String command, Path file, Path data, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("darkroom.jar"),
                "dev.darkroom.OfflineMain",
                command,
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(command + ".log").toFile());
    builder.environment().putAll(environment);
    builder.environment().put("DARKROOM_DATA_DIR", data.toString());
    if (builder.start().waitFor() != 0) {
      List<String> said = Files.readAllLines(folder.resolve(command + ".log"));
      throw new IllegalStateException("the %s failed: %s".formatted(command, said.getLast()));
    }
  }

  @Override
  public void close() {
    surreal.close();
  }
}
