package dev.darkroom.db.surreal;

import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.TemplateStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurrealTemplateStoreTest extends TemplateStoreContract {
  @RegisterExtension private final FreshSurreal fresh = new FreshSurreal();

  @Override
  protected TemplateStore store() {
    return new SurrealTemplateStore(fresh.database());
  }
}
