package dev.darkroom.db.surreal;

import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.TemplateStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SurrealTemplateStoreTest extends TemplateStoreContract {
  private SurrealDatabase database;

  @BeforeEach
  void open() {
    database = SurrealServer.shared().open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected TemplateStore store() {
    return new SurrealTemplateStore(database);
  }
}
