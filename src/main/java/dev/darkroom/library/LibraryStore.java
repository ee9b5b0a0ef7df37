package dev.darkroom.library;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The library. Its rows are written together with the end of the job that made the file. */
public interface LibraryStore {

  /** The user's file under this key. */
  Optional<LibraryItem> find(String user, String key);

  /** Those of the keys that are in the user's library, in no order. */
  List<LibraryItem> findAll(String user, Collection<String> keys);

  /** The user's newest file with this fingerprint. */
  Optional<LibraryItem> findMade(String user, String fingerprint);

  /** Takes the user's file out of the library; the answer is what it was. Its bytes remain. */
  Optional<LibraryItem> remove(String user, String key);

  /**
   * The user's files, newest first.
   *
   * @param kind null for all kinds
   * @param jobType the operation that made them, or null for all
   * @param before the id of the last item already seen, or null for the newest
   */
  List<LibraryItem> list(
      String user,
      LibraryItem.@Nullable Kind kind,
      @Nullable String jobType,
      int limit,
      @Nullable String before);
}
