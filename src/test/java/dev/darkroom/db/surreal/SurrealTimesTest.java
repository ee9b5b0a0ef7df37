package dev.darkroom.db.surreal;

import dev.darkroom.jobs.Rows;
import dev.darkroom.jobs.TimesContract;
import java.nio.file.Path;

class SurrealTimesTest extends TimesContract {
  @Override
  protected Rows rows(Path folder) {
    return new SurrealRows();
  }
}
