package dev.darkroom.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts all rows of a file into an empty store. After a crash it is run again, and goes on. */
public final class Import {

  private Import() {}

  /**
   * Checks the file, puts what is not there yet, and reads the store again to compare.
   *
   * @param say is told how far it is
   * @return what was put, in words
   * @throws ArchiveException if it cannot be done; if the store was touched, it says that the
   *     import is unfinished until the same file is put to its end
   */
  public static String run(Archive archive, Path from, Consumer<String> say) {
    say.accept("Checking …");
    ArchiveFile file = ArchiveFile.check(from);
    Books.check(file);
    String digest = file.summary().digest();
    begin(archive, digest);
    Batches batches = new Batches(archive, digest, new Progress("Putting", say));
    file.read(batches::add);
    batches.flush();
    say.accept("Comparing …");
    Optional<String> difference = Comparison.difference(file, archive);
    if (difference.isPresent()) {
      throw new ArchiveException(
          "The store is not what the file says: %s. Somebody else changed it: take an empty one."
              .formatted(difference.get()));
    }
    archive.finish(digest);
    return "The store holds %s.".formatted(file.summary().words());
  }

  private static void begin(Archive archive, String digest) {
    switch (archive.begin(digest)) {
      case BEGUN -> {}
      case HAS_ROWS ->
          throw new ArchiveException(
              "There are rows already: import into an empty store, before a server was started on it.");
      case ANOTHER ->
          throw new ArchiveException(
              "The import of another file is in progress or unfinished here: end that first, or take"
                  + " an empty store.");
    }
  }

  /** Lines of one kind, until they are enough for a transaction. */
  private static final class Batches {
    private static final int LINES_MAX = 500;

    /** SurrealDB takes requests of 4 MB; a character has at most three bytes. */
    private static final int CHARS_MAX = 1 << 20;

    private final Archive archive;
    private final String digest;
    private final Progress progress;
    private final List<Line> lines = new ArrayList<>();
    private int chars;

    Batches(Archive archive, String digest, Progress progress) {
      this.archive = archive;
      this.digest = digest;
      this.progress = progress;
    }

    void add(Line line) {
      int more = line.json().length();
      if (!lines.isEmpty()
          && (lines.size() == LINES_MAX
              || chars + more > CHARS_MAX
              || lines.getFirst().kind() != line.kind())) {
        flush();
      }
      lines.add(line);
      chars += more;
    }

    void flush() {
      if (!lines.isEmpty()) {
        archive.put(digest, List.copyOf(lines));
      }
      progress.add(lines.size());
      lines.clear();
      chars = 0;
    }
  }
}
