package dev.darkroom.db.surreal;

import dev.darkroom.archive.Archive;
import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Kind;
import dev.darkroom.archive.Line;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** All rows of a database in SurrealDB. */
public final class SurrealArchive implements Archive {
  /** What the server takes as one request, but for the words around the records. */
  private static final int PUT_BYTES_MAX = (4 << 20) - (8 << 10);

  private static final String BUSY =
      """
      {
        RETURN (SELECT VALUE lease_owner FROM image_job, tool_job, video_job
          WHERE lane = 2 AND lease_owner != '' AND lease_until > $now)[0];
      }
      """;

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
  private final int rowsMax;

  public SurrealArchive(SurrealDatabase database) {
    this(database, Pages.ROWS_MAX);
  }

  /** Reads so many records at once. */
  SurrealArchive(SurrealDatabase database, int rowsMax) {
    this.database = database;
    this.mark = new ImportMark(database);
    this.rowsMax = rowsMax;
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
    new Pages(database, rows.tables(), rowsMax).read(row -> to.accept(rows.line(row)));
  }

  /** A batch of small lines grows on its way, but not to four times its size. */
  @Override
  public boolean takes(Line line) {
    return Cbor.write(new ArchiveRows(line.kind()).records(line)).length <= PUT_BYTES_MAX;
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
