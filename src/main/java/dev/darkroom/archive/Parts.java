package dev.darkroom.archive;

import dev.darkroom.archive.ArchiveFile.Section;
import java.util.function.Consumer;

/**
 * Lines that belong to those of another kind, which are in the same order.
 *
 * @param field names the owner
 * @param stranger is given each whose owner is not there
 */
record Parts(Section lines, String field, Consumer<Line> stranger) implements AutoCloseable {

  /** Hands out those of this owner; owners are asked for in order. */
  void of(String owner, Consumer<Line> to) {
    Line part = lines.peek();
    while (part != null && Line.TEXTS.compare(part.text(field), owner) <= 0) {
      (part.text(field).equals(owner) ? to : stranger).accept(part);
      lines.take();
      part = lines.peek();
    }
  }

  /** All owners were asked for. */
  void end() {
    for (Line part = lines.take(); part != null; part = lines.take()) {
      stranger.accept(part);
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
