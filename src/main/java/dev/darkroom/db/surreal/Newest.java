package dev.darkroom.db.surreal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Lists that begin with the newest. SurrealDB reads an index forwards only, so rows carry their id
 * mirrored: what sorts last comes first.
 */
final class Newest {
  /** Before every mirrored id. */
  static final String FIRST = "";

  private static final int PAGE_MIN = 100;

  private Newest() {}

  /** The id with every character mirrored among those that can be printed; ids are equally long. */
  static String of(String id) {
    StringBuilder mirrored = new StringBuilder(id.length());
    id.chars().forEach(c -> mirrored.append((char) (' ' + '~' - c)));
    return mirrored.toString();
  }

  /**
   * As many as asked for of those that are wanted. Filtered here and not by the query: 3.0 counts
   * its LIMIT before a filter that the index does not do.
   *
   * @param after the mirrored id of the last one already seen, or {@link #FIRST}
   * @param page so many from there on, in order
   */
  static <T> List<T> list(
      int limit, String after, Page<T> page, Function<T, String> id, Predicate<T> wanted) {
    List<T> found = new ArrayList<>();
    int size = Math.max(limit, PAGE_MIN);
    String from = after;
    while (true) {
      List<T> some = page.read(from, size);
      some.stream().filter(wanted).limit(limit - found.size()).forEach(found::add);
      if (some.size() < size || found.size() == limit) {
        return found;
      }
      from = of(id.apply(some.getLast()));
    }
  }

  interface Page<T> {
    List<T> read(String after, int limit);
  }
}
