package dev.darkroom.db.surreal;

import dev.darkroom.jobs.CancelContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsSurreal.class)
class SurrealCancelTest extends CancelContract {
  @Override
  protected Rows rows(Path folder) {
    return new SurrealRows();
  }
}
