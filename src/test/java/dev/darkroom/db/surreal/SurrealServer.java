package dev.darkroom.db.surreal;

import dev.darkroom.jobs.TestSettings;
import dev.darkroom.testing.NodeProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real SurrealDB for tests: the one at SURREAL_TEST_URL (root, root), or the program {@code
 * surreal} of the PATH, or else the real engine from npm behind {@code src/test/surreal}.
 */
public final class SurrealServer implements AutoCloseable {
  private static final String ROOT = "root";
  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final NodeProgram ENGINE =
      new NodeProgram(
          "surreal",
          "NO SURREALDB: neither SURREAL_TEST_URL nor the program surreal nor Node is there, so"
              + " its tests are skipped.");
  private static @Nullable SurrealServer shared;

  private final @Nullable Path folder;
  private final int port;
  private URI url;
  private @Nullable Process process;

  private SurrealServer(@Nullable Path folder, int port, URI url) {
    this.folder = folder;
    this.port = port;
    this.url = url;
  }

  /** One for all tests, which each take a database of their own. */
  public static synchronized SurrealServer shared() {
    if (shared == null) {
      String given = System.getenv("SURREAL_TEST_URL");
      shared = given == null ? start() : new SurrealServer(null, 0, URI.create(given));
    }
    return shared;
  }

  /** One that may be ended and started again, on a folder and a port that stay. */
  public static SurrealServer start() {
    try {
      int port = freePort();
      Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "surreal-");
      URI url = URI.create("http://127.0.0.1:" + port);
      SurrealServer server = new SurrealServer(data.toAbsolutePath(), port, url);
      server.startAgain();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts the process; the rows are those of before. */
  public void startAgain() throws IOException {
    String engine = "rocksdb://" + Objects.requireNonNull(folder).resolve("db");
    List<String> command =
        NodeProgram.onThePath("surreal")
            ? List.of(
                "surreal",
                "start",
                "--log",
                "warn",
                "--user",
                ROOT,
                "--pass",
                ROOT,
                "--bind",
                "127.0.0.1:" + port,
                engine)
            : ENGINE.command(engine + "?sync=never", Integer.toString(port), ROOT, ROOT);
    process = NodeProgram.start(command, log());
    Awaitility.await().atMost(START_WITHIN).pollDelay(Duration.ZERO).until(this::answers);
  }

  private java.io.File log() {
    return Objects.requireNonNull(folder).resolve("log").toFile();
  }

  private boolean answers() throws IOException, InterruptedException {
    if (!Objects.requireNonNull(process).isAlive()) {
      throw new IOException("SurrealDB ended at its start: " + Files.readString(log().toPath()));
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest health = HttpRequest.newBuilder(url.resolve("/health")).build();
      return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** kill -9, and waits until it is gone. */
  public void kill() {
    if (process != null) {
      NodeProgram.kill(process);
    }
  }

  /** Whether its process is there. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Stands still: it takes calls and answers none. */
  public void standStill() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** Goes on with what it was asked meanwhile. */
  public void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(Objects.requireNonNull(process).pid());
    if (new ProcessBuilder("kill", signal, pid).start().waitFor() != 0) {
      throw new IOException("kill %s %s failed".formatted(signal, pid));
    }
  }

  public URI url() {
    return url;
  }

  /** The settings of a database that nobody else uses. */
  public Map<String, String> freshDatabase() {
    Map<String, String> settings = new HashMap<>();
    settings.put("darkroom.surreal.url", url.toString());
    settings.put("darkroom.surreal.username", ROOT);
    settings.put("darkroom.surreal.password", ROOT);
    settings.put("darkroom.surreal.database", "t" + UUID.randomUUID().toString().replace("-", ""));
    return settings;
  }

  /** As that, for a user whom only this database knows. */
  public Map<String, String> freshDatabase(String password) {
    Map<String, String> settings = freshDatabase();
    try (SurrealDatabase database = open(settings)) {
      database.move(
          "{ DEFINE USER editor ON DATABASE PASSWORD '%s' ROLES EDITOR; RETURN 1; }"
              .formatted(password),
          Map.of());
    }
    settings.put("darkroom.surreal.username", "editor");
    settings.put("darkroom.surreal.password", password);
    settings.put("darkroom.surreal.user-level", "database");
    return settings;
  }

  /** All rows of such a database, in words. */
  public static String rows(Map<String, String> settings) {
    try (SurrealDatabase database = open(settings)) {
      return String.valueOf(
          database.read(
              """
              {
                RETURN object::keys((INFO FOR DB).tables)
                  .map(|$table| [$table, (SELECT * FROM type::table($table))]);
              }""",
              Map.of()));
    }
  }

  static SurrealSettings settings(Map<String, String> properties) {
    return TestSettings.with(SurrealSettings.class, properties);
  }

  /** Opens a database that nobody else uses. */
  public SurrealDatabase open() {
    return open(freshDatabase());
  }

  static SurrealDatabase open(Map<String, String> properties) {
    return SurrealDatabase.open(settings(properties), Clock.systemUTC());
  }

  @Override
  public void close() {
    kill();
  }
}
