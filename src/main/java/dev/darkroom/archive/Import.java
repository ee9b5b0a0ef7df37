package dev.darkroom.archive;

import java.nio.file.Path;
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
    ArchiveFile file = ArchiveFile.check(from, archive::takes);
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
}
