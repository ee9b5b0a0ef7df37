package dev.darkroom.db.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.archive.Archive;
import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Field;
import dev.darkroom.archive.Kind;
import dev.darkroom.archive.Line;
import dev.darkroom.jobs.StoreException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All rows of a SQLite file. */
public final class SqliteArchive implements Archive {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;

  public SqliteArchive(Database database) {
    this.database = database;
  }

  /** Whoever has the file open has locked its folder, so leases are those of servers that ended. */
  @Override
  public Optional<String> busy(Instant now) {
    return Optional.empty();
  }

  @Override
  public boolean isEmpty() {
    return database.read(SqliteArchive::isEmpty);
  }

  private static boolean isEmpty(Session h) {
    for (Kind kind : Kind.values()) {
      String any = "SELECT EXISTS (SELECT 1 FROM %s)".formatted(ArchiveSql.of(kind).table());
      if (h.query(any).holds()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void read(Kind kind, Consumer<Line> to) {
    database.read(
        h -> {
          h.query(ArchiveSql.of(kind).select()).forEach(row -> to.accept(line(kind, row)));
          return true;
        });
  }

  private static Line line(Kind kind, Row row) {
    try {
      return Line.of(kind, field -> value(row, field));
    } catch (ArchiveException e) {
      String key = row.text(kind.key().getFirst().name());
      throw new ArchiveException(
          "The row of %s %s cannot be read: %s.".formatted(kind.word(), key, e.getMessage()));
    }
  }

  private static @Nullable Object value(Row row, Field field) {
    String name = field.name();
    try {
      return switch (field.type()) {
        case TEXT -> row.textOrNull(name);
        case NUMBER, TIME -> row.numberOrNull(name);
        case DECIMAL -> row.decimalOrNull(name);
        case JSON -> {
          String json = row.textOrNull(name);
          yield json == null ? null : JSON.readTree(json);
        }
      };
    } catch (JsonProcessingException e) {
      throw new ArchiveException("its %s is no JSON".formatted(name));
    }
  }

  /** SQLite itself takes a thousand times as much. */
  @Override
  public boolean takes(Line line) {
    return true;
  }

  @Override
  public void put(String digest, List<Line> lines) {
    try {
      boolean ours =
          database.write(
              h -> {
                if (!mark(h).equals(Optional.of(digest))) {
                  return false;
                }
                String sql = ArchiveSql.of(lines.getFirst().kind()).insert();
                missing(h, lines).forEach(line -> put(h, sql, line));
                return true;
              });
      if (!ours) {
        throw ArchiveException.notOurs();
      }
    } catch (IllegalStateException e) {
      throw new ArchiveException(String.valueOf(e.getMessage()));
    }
  }

  /** Entries have no key of their own here: a user's first ones are there already. */
  private static List<Line> missing(Session h, List<Line> lines) {
    if (lines.getFirst().kind() != Kind.ENTRY) {
      return lines;
    }
    Map<String, Long> there = new HashMap<>();
    for (Line line : lines) {
      there.computeIfAbsent(line.text("user"), user -> entries(h, user));
    }
    return lines.stream()
        .filter(line -> line.number("n") > there.getOrDefault(line.text("user"), 0L))
        .toList();
  }

  private static Long entries(Session h, String user) {
    return h.query("SELECT count(*) FROM entry WHERE user = :user").bind("user", user).number();
  }

  private static void put(Session h, String sql, Line line) {
    Map<String, @Nullable Object> values = new HashMap<>(line.values());
    values.replaceAll((_, value) -> value instanceof JsonNode json ? json.toString() : value);
    try {
      int rows = h.query(sql).bindMap(values).execute();
      if (rows == 0 && line.kind() == Kind.IDEMPOTENCY) {
        throw new IllegalStateException(
            "%s cannot be put: its job is not there".formatted(line.name()));
      }
    } catch (StoreException e) {
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new IllegalStateException("%s cannot be put: %s".formatted(line.name(), why), e);
    }
  }

  @Override
  public Optional<String> unfinishedImport() {
    return database.read(SqliteArchive::mark);
  }

  private static Optional<String> mark(Session h) {
    return h.query("SELECT digest FROM unfinished_import").first(row -> row.text(1));
  }

  @Override
  public Beginning begin(String digest) {
    return database.write(
        h -> {
          Optional<String> there = mark(h);
          if (there.isPresent()) {
            return there.get().equals(digest) ? Beginning.BEGUN : Beginning.ANOTHER;
          }
          if (!isEmpty(h)) {
            return Beginning.HAS_ROWS;
          }
          h.query("INSERT INTO unfinished_import (digest) VALUES (:digest)")
              .bind("digest", digest)
              .execute();
          return Beginning.BEGUN;
        });
  }

  /** Nothing is derived: queries look at the rows themselves. */
  @Override
  public void finish(String digest) {
    int marks =
        database.write(
            h ->
                h.query("DELETE FROM unfinished_import WHERE digest = :digest")
                    .bind("digest", digest)
                    .execute());
    if (marks == 0) {
      throw ArchiveException.notOurs();
    }
  }
}
