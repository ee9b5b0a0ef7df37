package dev.darkroom.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The engine on fresh rows, one of each for each test; at the end the books must add up. */
abstract class EngineContract {
  @TempDir Path folder;
  final EchoOperation operation = new EchoOperation(1);
  Rows rows;
  Engine engine;

  /** Fresh ones; a file may lie in this folder. */
  protected abstract Rows rows(Path folder);

  @BeforeEach
  void open() throws IOException {
    rows = rows(folder);
    engine = engine(rows.jobs(), "emulator");
  }

  /** Another one on these rows. */
  Engine engine(JobStore jobs, String emulator) throws IOException {
    return new Engine(jobs, rows.credits(), folder.resolve(emulator), operation, Map.of());
  }

  @AfterEach
  void close() {
    engine.close();
    rows.book().check();
    rows.close();
  }

  Instant now() {
    return engine.clock.instant();
  }
}
