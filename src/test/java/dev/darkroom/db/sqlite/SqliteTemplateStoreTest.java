package dev.darkroom.db.sqlite;

import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.TemplateStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteTemplateStoreTest extends TemplateStoreContract {
  @RegisterExtension private final FreshSqlite fresh = new FreshSqlite();

  @Override
  protected TemplateStore store() {
    return new SqliteTemplateStore(fresh.database());
  }
}
