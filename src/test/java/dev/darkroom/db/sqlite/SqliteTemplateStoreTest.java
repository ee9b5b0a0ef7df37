package dev.darkroom.db.sqlite;

import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.TemplateStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteTemplateStoreTest extends TemplateStoreContract {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("darkroom.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected TemplateStore store() {
    return new SqliteTemplateStore(database);
  }
}
