package dev.darkroom.db.surreal;

import dev.darkroom.jobs.CrashContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsSurreal.class)
class SurrealCrashTest extends CrashContract {
  @Override
  protected Rows rows(Path folder) {
    return new SurrealRows();
  }
}
