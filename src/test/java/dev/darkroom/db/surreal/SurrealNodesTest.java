package dev.darkroom.db.surreal;

import dev.darkroom.jobs.NodesContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsSurreal.class)
class SurrealNodesTest extends NodesContract {
  @Override
  protected List<Rows> nodes(Path folder) {
    Map<String, String> same = SurrealServer.shared().freshDatabase();
    return List.of(new SurrealRows(same), new SurrealRows(same), new SurrealRows(same));
  }
}
