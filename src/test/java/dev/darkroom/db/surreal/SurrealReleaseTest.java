package dev.darkroom.db.surreal;

import dev.darkroom.jobs.ReleaseContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsSurreal.class)
class SurrealReleaseTest extends ReleaseContract {
  @Override
  protected Rows rows(Path folder) {
    return new SurrealRows();
  }
}
