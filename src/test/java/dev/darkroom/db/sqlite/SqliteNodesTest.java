package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.NodesContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;
import java.util.List;

class SqliteNodesTest extends NodesContract {
  @Override
  protected List<Rows> nodes(Path folder) {
    Path file = folder.resolve("darkroom.db");
    return List.of(new SqliteFile(file), new SqliteFile(file), new SqliteFile(file));
  }
}
