package dev.darkroom.db.surreal;

import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryItem.Kind;
import dev.darkroom.library.LibraryStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The library in SurrealDB: pictures and videos in tables of their own. */
public final class SurrealLibraryStore implements LibraryStore {
  private static final String FIND_ALL =
      """
      {
        RETURN (SELECT * FROM library_image, library_video
          WHERE key IN $keys AND email = $email);
      }
      """;

  private static final String FIND_MADE =
      """
      {
        LET $made = (SELECT * FROM library_image, library_video
          WHERE email = $email AND fingerprint = $fingerprint);
        RETURN (SELECT * FROM $made ORDER BY newest LIMIT 1)[0];
      }
      """;

  /** After a lost answer the repetition finds nothing: then the bytes are left for the doctor. */
  private static final String REMOVE =
      """
      {
        LET $found = (SELECT VALUE id FROM library_image, library_video
          WHERE key = $key AND email = $email);
        RETURN (DELETE $found RETURN BEFORE)[0];
      }
      """;

  private static final String LIST =
      """
      {
        LET $page = array::concat(
          (SELECT * FROM library_image WITH INDEX of_user
            WHERE email = $email AND newest > $after ORDER BY email, newest LIMIT $limit),
          (SELECT * FROM library_video WITH INDEX of_user
            WHERE email = $email AND newest > $after ORDER BY email, newest LIMIT $limit));
        RETURN (SELECT * FROM $page ORDER BY newest LIMIT $limit);
      }
      """;

  private final SurrealDatabase database;

  public SurrealLibraryStore(SurrealDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<LibraryItem> find(String user, String key) {
    return findAll(user, List.of(key)).stream().findFirst();
  }

  @Override
  public List<LibraryItem> findAll(String user, Collection<String> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    Map<String, Object> values = Map.of("email", user, "keys", List.copyOf(keys));
    return Row.all(database.read(FIND_ALL, values)).stream().map(LibraryRow::read).toList();
  }

  @Override
  public Optional<LibraryItem> findMade(String user, String fingerprint) {
    Map<String, Object> values = Map.of("email", user, "fingerprint", fingerprint);
    return Optional.ofNullable(Row.of(database.read(FIND_MADE, values))).map(LibraryRow::read);
  }

  @Override
  public Optional<LibraryItem> remove(String user, String key) {
    Map<String, Object> values = Map.of("email", user, "key", key);
    return Optional.ofNullable(Row.of(database.move(REMOVE, values))).map(LibraryRow::read);
  }

  @Override
  public List<LibraryItem> list(
      String user,
      @Nullable Kind kind,
      @Nullable String jobType,
      int limit,
      @Nullable String before) {
    return Newest.list(
        limit,
        before == null ? Newest.FIRST : Newest.of(before),
        (after, some) -> page(user, after, some),
        LibraryItem::id,
        item ->
            (kind == null || item.kind() == kind)
                && (jobType == null || item.jobType().equals(jobType)));
  }

  private List<LibraryItem> page(String user, String after, int limit) {
    Map<String, Object> values = Map.of("email", user, "after", after, "limit", limit);
    return Row.all(database.read(LIST, values)).stream().map(LibraryRow::read).toList();
  }
}
