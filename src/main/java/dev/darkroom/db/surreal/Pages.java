package dev.darkroom.db.surreal;

import dev.darkroom.archive.Line;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All records of several tables together in the order of their keys, page by page. A page is
 * bounded by its records and by their bytes: rows of jobs keep what the provider said, and those of
 * a page may together be more than an answer may have.
 */
final class Pages {
  static final int ROWS_MAX = 200;

  /** Of each table. A row that is larger comes alone. */
  private static final int BYTES_MAX = 4 << 20;

  private static final String FIRST = page("type::table($table)");

  private static final String NEXT = page("type::record($table, $after>..)");

  private static String page(String from) {
    return """
        {
          LET $rows = (SELECT * FROM %s LIMIT $limit);
          IF $limit > 1 AND bytes::len(encoding::cbor::encode($rows)) > $bytes { RETURN NONE };
          RETURN $rows;
        }
        """
        .formatted(from);
  }

  private final SurrealDatabase database;
  private final List<String> tables;
  private final int rowsMax;

  Pages(SurrealDatabase database, List<String> tables, int rowsMax) {
    this.database = database;
    this.tables = tables;
    this.rowsMax = rowsMax;
  }

  void read(Consumer<Row> to) {
    int limit = rowsMax;
    Object after = null;
    boolean more = true;
    while (more) {
      List<Row> some = page(after, limit);
      if (some == null) {
        limit /= 2;
      } else {
        some.forEach(to);
        more = some.size() == limit;
        after = more ? some.getLast().id().key() : null;
        limit = Math.min(rowsMax, limit * 2);
      }
    }
  }

  /** The next of all tables, or null if so many are too large for one answer. */
  private @Nullable List<Row> page(@Nullable Object after, int limit) {
    List<Row> rows = new ArrayList<>();
    for (String table : tables) {
      Object some = page(table, after, limit);
      if (some == null) {
        return null;
      }
      rows.addAll(Row.all(some));
    }
    if (tables.size() > 1) {
      rows.sort(Comparator.comparing(row -> row.id().text(), Line.TEXTS));
    }
    return rows.subList(0, Math.min(limit, rows.size()));
  }

  private @Nullable Object page(String table, @Nullable Object after, int limit) {
    Map<String, Object> values =
        new HashMap<>(Map.of("table", table, "limit", limit, "bytes", BYTES_MAX));
    if (after != null) {
      values.put("after", after);
    }
    return database.read(after == null ? FIRST : NEXT, values);
  }
}
