package dev.darkroom.db.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database of its own for each test, in a file. */
final class FreshSqlite implements BeforeEachCallback, AfterEachCallback {
  private @Nullable Path folder;
  private @Nullable Database database;

  Database database() {
    return Objects.requireNonNull(database);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Path fresh = Files.createTempDirectory("sqlite-");
    folder = fresh;
    database = Database.open(fresh.resolve("darkroom.db"));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    database().close();
    Path old = Objects.requireNonNull(folder);
    try (Stream<Path> files = Files.list(old)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(old);
  }
}
