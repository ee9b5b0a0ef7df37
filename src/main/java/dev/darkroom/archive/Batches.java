package dev.darkroom.archive;

import java.util.ArrayList;
import java.util.List;

/** Puts lines of one kind together, as many as are enough for a transaction. */
final class Batches {
  private static final int LINES_MAX = 500;

  private final Archive archive;
  private final String digest;
  private final Progress progress;
  private final List<Line> lines = new ArrayList<>();
  private int bytes;

  Batches(Archive archive, String digest, Progress progress) {
    this.archive = archive;
    this.digest = digest;
    this.progress = progress;
  }

  void add(Line line) {
    int more = Lines.bytes(line.json());
    if (!lines.isEmpty()
        && (lines.size() == LINES_MAX
            || bytes + more > Archive.PUT_BYTES_MAX
            || lines.getFirst().kind() != line.kind())) {
      flush();
    }
    lines.add(line);
    bytes += more;
  }

  /** Puts what is left. */
  void flush() {
    if (!lines.isEmpty()) {
      archive.put(digest, List.copyOf(lines));
    }
    progress.add(lines.size());
    lines.clear();
    bytes = 0;
  }
}
