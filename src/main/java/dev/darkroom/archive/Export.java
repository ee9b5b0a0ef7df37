package dev.darkroom.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes all rows of a store to a file that is there whole or not at all. */
public final class Export {

  private Export() {}

  /**
   * Writes them, then reads the file and the store once more and compares.
   *
   * @param now no lease may be alive then
   * @param say is told how far it is
   * @return what was written, in words
   * @throws ArchiveException if it cannot be done; then there is no file
   */
  public static String run(Archive archive, Path to, Instant now, Consumer<String> say) {
    Path place = to.toAbsolutePath();
    refuse(archive, place, now);
    try (NewFile file = new NewFile(place)) {
      file.write(archive, new Progress("Writing", say));
      say.accept("Comparing …");
      ArchiveFile written = ArchiveFile.check(file.part(), _ -> true);
      Optional<String> difference = Comparison.difference(written, archive);
      if (difference.isPresent()) {
        throw new ArchiveException(
            "Rows changed while they were read (%s): stop all servers first."
                .formatted(difference.get()));
      }
      Books.check(written);
      file.publish();
      return "%s holds %s.".formatted(to, written.summary().words());
    } catch (IOException | UncheckedIOException e) {
      throw new ArchiveException("%s cannot be written: %s".formatted(to, e));
    }
  }

  private static void refuse(Archive archive, Path place, Instant now) {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArchiveException("%s is there already; it is not overwritten.".formatted(place));
    }
    if (archive.unfinishedImport().isPresent()) {
      throw new ArchiveException("An import into this store is unfinished: run it again first.");
    }
    Optional<String> busy = archive.busy(now);
    if (busy.isPresent()) {
      throw new ArchiveException(
          "%s is at work: stop all servers first. If it was killed, wait a minute."
              .formatted(busy.get()));
    }
    if (archive.isEmpty()) {
      throw new ArchiveException("There are no rows to export.");
    }
  }
}
