package dev.darkroom.db.surreal;

import dev.darkroom.archive.Archive;
import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Kind;
import dev.darkroom.archive.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All rows of a database in SurrealDB. */
public final class SurrealArchive implements Archive {
  /** So that a page of jobs under way, with what the provider said, is a fair answer. */
  private static final int PAGE = 200;

  private static final String BUSY =
      """
      {
        RETURN (SELECT VALUE lease_owner FROM image_job, tool_job, video_job
          WHERE lane = 2 AND lease_owner != '' AND lease_until > $now)[0];
      }
      """;

  private static final String FIRST =
      "{ RETURN (SELECT * FROM type::table($table) LIMIT $limit); }";

  private static final String NEXT =
      "{ RETURN (SELECT * FROM type::record($table, $after>..) LIMIT $limit); }";

  private static final String PUT =
      """
      FOR $each IN $records {
        IF !record::exists($each.id) { CREATE ONLY $each.id CONTENT $each.row RETURN NONE };
      };
      """;

  private static final String PUT_KEYS =
      """
      FOR $each IN $records {
        IF !record::exists($each.id) {
          CREATE ONLY $each.id CONTENT object::extend($each.row,
            { job: (SELECT VALUE id FROM $each.jobs)[0] }) RETURN NONE
        };
      };
      """;

  private final SurrealDatabase database;
  private final ImportMark mark;
  private final int page;

  public SurrealArchive(SurrealDatabase database) {
    this(database, PAGE);
  }

  /** Reads so many records at once. */
  SurrealArchive(SurrealDatabase database, int page) {
    this.database = database;
    this.mark = new ImportMark(database);
    this.page = page;
  }

  @Override
  public Optional<String> busy(Instant now) {
    return Optional.ofNullable((String) database.read(BUSY, Map.of("now", now)));
  }

  @Override
  public boolean isEmpty() {
    return mark.storeIsEmpty();
  }

  @Override
  public void read(Kind kind, Consumer<Line> to) {
    ArchiveRows rows = new ArchiveRows(kind);
    List<Row> some;
    Object after = null;
    do {
      some = page(rows.tables(), after);
      some.forEach(row -> to.accept(rows.line(row)));
      after = some.isEmpty() ? null : some.getLast().id().key();
    } while (some.size() == page);
  }

  /**
   * The next of several tables together; in each of them, records are in the order of their keys.
   */
  private List<Row> page(List<String> tables, @Nullable Object after) {
    List<Row> rows = new ArrayList<>();
    for (String table : tables) {
      rows.addAll(page(table, after, page));
    }
    if (tables.size() > 1) {
      rows.sort(Comparator.comparing(row -> row.id().text(), Line.TEXTS));
    }
    return rows.subList(0, Math.min(page, rows.size()));
  }

  private List<Row> page(String table, @Nullable Object after, int limit) {
    Map<String, Object> values = new HashMap<>(Map.of("table", table, "limit", limit));
    if (after != null) {
      values.put("after", after);
    }
    return Row.all(database.read(after == null ? FIRST : NEXT, values));
  }

  @Override
  public void put(String digest, List<Line> lines) {
    ArchiveRows rows = new ArchiveRows(lines.getFirst().kind());
    List<?> records = lines.stream().flatMap(line -> rows.records(line).stream()).toList();
    boolean keys = lines.getFirst().kind() == Kind.IDEMPOTENCY;
    try {
      mark.move(digest, keys ? PUT_KEYS : PUT, Map.of("records", records));
    } catch (IllegalStateException e) {
      throw new ArchiveException(
          "Of the lines from %s to %s, one cannot be put: %s"
              .formatted(lines.getFirst().name(), lines.getLast().name(), e.getMessage()));
    }
  }

  @Override
  public Optional<String> unfinishedImport() {
    return mark.digest();
  }

  @Override
  public Beginning begin(String digest) {
    return mark.begin(digest);
  }

  @Override
  public void finish(String digest) {
    new Derived(database, mark, digest).write();
    mark.end(digest);
  }
}
