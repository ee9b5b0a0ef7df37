package dev.darkroom.db.surreal;

import dev.darkroom.jobs.CruelProviderContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;

class SurrealCruelProviderTest extends CruelProviderContract {
  @Override
  protected Rows rows(Path folder) {
    return new SurrealRows();
  }
}
