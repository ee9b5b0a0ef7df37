package dev.darkroom.db.surreal;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database of its own for each test, on the server that all share. */
final class FreshSurreal implements BeforeEachCallback, AfterEachCallback {
  private @Nullable SurrealDatabase database;

  SurrealDatabase database() {
    return Objects.requireNonNull(database);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    database = SurrealServer.shared().open();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    // Not there if the test is skipped for want of a server.
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
