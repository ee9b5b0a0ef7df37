package dev.darkroom.jobs;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on the same rows, each with connections of its own. */
public abstract class NodesContract
    implements NodesTurnsContract, NodesLeasesContract, NodesStormContract {
  @TempDir Path folder;
  private Nodes nodes;

  /** Three on the same rows, which are fresh; a file may lie in this folder. */
  protected abstract List<Rows> nodes(Path folder);

  @Override
  public Nodes nodes() {
    return nodes;
  }

  @BeforeEach
  void open() {
    nodes = new Nodes(nodes(folder));
  }

  @AfterEach
  void close() {
    nodes.close();
  }
}
