package dev.darkroom.archive;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All rows of a store, as lines. What a store derives from other rows is no line; it is derived
 * again when an import is finished.
 */
public interface Archive {

  /** Whoever holds a lease that has not lapsed, although no server should be at work. */
  Optional<String> busy(Instant now);

  /** Whether there is no row of any kind. */
  boolean isEmpty();

  /**
   * Hands out all lines of a kind, one after the other, ordered by their keys; texts are ordered by
   * their bytes.
   *
   * @throws ArchiveException if a row is not what it must be; it is named
   */
  void read(Kind kind, Consumer<Line> to);

  /** Lines of so many bytes together can be put at once, into whatever store. */
  int PUT_BYTES_MAX = 1 << 20;

  /** Whether a line that is larger than that can be put alone. */
  boolean takes(Line line);

  /**
   * Puts lines of one kind in one transaction. Those whose key is there already are left out.
   *
   * @param digest of the file that they are from
   * @throws ArchiveException if the store refuses one, which is named; or if its mark is not that
   *     of this file, and then nothing is put
   */
  void put(String digest, List<Line> lines);

  /** The digest of the file whose import has begun and is not finished; servers do not start. */
  Optional<String> unfinishedImport();

  /**
   * Marks that the import of this file begins. The look at what is there is in the same
   * transaction: of two files that come at once, one begins.
   */
  Beginning begin(String digest);

  /** What became of the wish to begin an import. */
  enum Beginning {
    /** The mark is that of this file, of now or of a try that broke off. */
    BEGUN,
    /** There are rows, and no mark says whose. */
    HAS_ROWS,
    /** The mark is that of another file. */
    ANOTHER
  }

  /**
   * Derives what is derived from the lines, and takes the mark away.
   *
   * @throws ArchiveException if the mark is not that of this file
   */
  void finish(String digest);
}
