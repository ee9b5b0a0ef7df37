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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
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

  private static boolean isEmpty(Handle h) {
    for (Kind kind : Kind.values()) {
      String any = "SELECT EXISTS (SELECT 1 FROM %s)".formatted(ArchiveSql.of(kind).table());
      if (h.createQuery(any).mapTo(Boolean.class).one()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void read(Kind kind, Consumer<Line> to) {
    database.read(
        h -> {
          h.createQuery(ArchiveSql.of(kind).select()).map((rs, _) -> line(kind, rs)).forEach(to);
          return true;
        });
  }

  private static Line line(Kind kind, ResultSet rs) throws SQLException {
    try {
      return Line.of(kind, field -> value(rs, field));
    } catch (ArchiveException e) {
      String key = rs.getString(kind.key().getFirst().name());
      throw new ArchiveException(
          "The row of %s %s cannot be read: %s.".formatted(kind.word(), key, e.getMessage()));
    }
  }

  private static @Nullable Object value(ResultSet rs, Field field) {
    String name = field.name();
    try {
      Object value =
          switch (field.type()) {
            case TEXT -> rs.getString(name);
            case NUMBER, TIME -> rs.getLong(name);
            case DECIMAL -> rs.getDouble(name);
            case JSON -> rs.getString(name);
          };
      if (rs.wasNull() || value == null) {
        return null;
      }
      return field.type() == Field.Type.JSON ? JSON.readTree((String) value) : value;
    } catch (JsonProcessingException e) {
      throw new ArchiveException("its %s is no JSON".formatted(name));
    } catch (SQLException e) {
      throw new StoreException("The store could not be read", e);
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
  private static List<Line> missing(Handle h, List<Line> lines) {
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

  private static Long entries(Handle h, String user) {
    return h.createQuery("SELECT count(*) FROM entry WHERE user = :user")
        .bind("user", user)
        .mapTo(Long.class)
        .one();
  }

  private static void put(Handle h, String sql, Line line) {
    Map<String, @Nullable Object> values = new HashMap<>(line.values());
    values.replaceAll((_, value) -> value instanceof JsonNode json ? json.toString() : value);
    try {
      int rows = h.createUpdate(sql).bindMap(values).execute();
      if (rows == 0 && line.kind() == Kind.IDEMPOTENCY) {
        throw new IllegalStateException(
            "%s cannot be put: its job is not there".formatted(line.name()));
      }
    } catch (JdbiException e) {
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new IllegalStateException("%s cannot be put: %s".formatted(line.name(), why), e);
    }
  }

  @Override
  public Optional<String> unfinishedImport() {
    return database.read(SqliteArchive::mark);
  }

  private static Optional<String> mark(Handle h) {
    return h.createQuery("SELECT digest FROM unfinished_import").mapTo(String.class).findOne();
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
          h.execute("INSERT INTO unfinished_import (digest) VALUES (?)", digest);
          return Beginning.BEGUN;
        });
  }

  /** Nothing is derived: queries look at the rows themselves. */
  @Override
  public void finish(String digest) {
    int marks =
        database.write(h -> h.execute("DELETE FROM unfinished_import WHERE digest = ?", digest));
    if (marks == 0) {
      throw ArchiveException.notOurs();
    }
  }
}
