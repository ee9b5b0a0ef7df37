package dev.darkroom.db.surreal;

import dev.darkroom.jobs.Rows;
import dev.darkroom.jobs.SuspectsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsSurreal.class)
class SurrealSuspectsTest extends SuspectsContract {
  @Override
  protected Rows rows(Path folder) {
    return new SurrealRows();
  }
}
