package dev.darkroom.db.surreal;

import dev.darkroom.jobs.EchoOperation;
import dev.darkroom.jobs.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A SurrealDB of its own that a test may kill, and the engine that works on it. */
@ExtendWith(NeedsSurreal.class)
abstract class SurrealOutage {
  static SurrealServer server;

  @TempDir Path folder;
  Map<String, String> settings = Map.of();
  SurrealRows rows;
  final EchoOperation operation = new EchoOperation(1);
  Engine engine;

  @BeforeAll
  static void startServer() {
    server = SurrealServer.start();
  }

  @AfterAll
  static void endServer() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    if (!server.isAlive()) {
      server.startAgain();
    }
    settings = server.freshDatabase();
    settings.put("darkroom.surreal.move-within", "300ms");
    rows = new SurrealRows(settings);
    engine = new Engine(rows.jobs(), rows.credits(), folder, operation, Map.of());
  }

  @AfterEach
  void close() {
    rows.book().check();
    rows.book().checkSubmits();
    engine.close();
    rows.close();
  }
}
