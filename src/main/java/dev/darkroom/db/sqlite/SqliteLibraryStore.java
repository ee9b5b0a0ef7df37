package dev.darkroom.db.sqlite;

import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryItem.Kind;
import dev.darkroom.library.LibraryStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The library in SQLite. */
public final class SqliteLibraryStore implements LibraryStore {
  private final Database database;

  public SqliteLibraryStore(Database database) {
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
    return database.read(
        h ->
            h.createQuery("SELECT * FROM library_item WHERE user = :user AND key IN (<keys>)")
                .bind("user", user)
                .bindList("keys", List.copyOf(keys))
                .map(SqliteLibraryStore::item)
                .list());
  }

  @Override
  public Optional<LibraryItem> findMade(String user, String fingerprint) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    SELECT * FROM library_item
                    WHERE user = :user AND fingerprint = :fingerprint
                    ORDER BY id DESC LIMIT 1
                    """)
                .bind("user", user)
                .bind("fingerprint", fingerprint)
                .map(SqliteLibraryStore::item)
                .findOne());
  }

  @Override
  public Optional<LibraryItem> remove(String user, String key) {
    return database.write(
        h ->
            h.createQuery("DELETE FROM library_item WHERE user = :user AND key = :key RETURNING *")
                .bind("user", user)
                .bind("key", key)
                .map(SqliteLibraryStore::item)
                .findOne());
  }

  @Override
  public List<LibraryItem> list(
      String user,
      @Nullable Kind kind,
      @Nullable String jobType,
      int limit,
      @Nullable String before) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    SELECT * FROM library_item
                    WHERE user = :user AND (:kind IS NULL OR kind = :kind)
                      AND (:type IS NULL OR job_type = :type)
                      AND (:before IS NULL OR id < :before)
                    ORDER BY id DESC LIMIT :limit
                    """)
                .bind("user", user)
                .bind("kind", kind == null ? null : text(kind))
                .bind("type", jobType)
                .bind("before", before)
                .bind("limit", limit)
                .map(SqliteLibraryStore::item)
                .list());
  }

  /** Adds a row within the move that ends the job; the same row again changes nothing. */
  static void add(Handle h, LibraryItem item) {
    h.createUpdate(
            """
            INSERT INTO library_item (id, user, key, kind, content_type, bytes, width, height,
              seconds, fps, blurhash, job_id, job_type, source_key, mask_key, fingerprint, created_at)
            VALUES (:id, :user, :key, :kindText, :contentType, :bytes, :width, :height,
              :seconds, :fps, :blurhash, :jobId, :jobType, :sourceKey, :maskKey, :fingerprint, :at)
            ON CONFLICT (id) DO NOTHING
            """)
        .bindMethods(item)
        .bind("kindText", text(item.kind()))
        .bind("at", item.createdAt().toEpochMilli())
        .execute();
  }

  private static LibraryItem item(ResultSet rs, StatementContext context) throws SQLException {
    return new LibraryItem(
        rs.getString("id"),
        rs.getString("user"),
        rs.getString("key"),
        Kind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
        rs.getString("content_type"),
        rs.getLong("bytes"),
        rs.getInt("width"),
        rs.getInt("height"),
        number(rs, "seconds"),
        number(rs, "fps"),
        rs.getString("blurhash"),
        rs.getString("job_id"),
        rs.getString("job_type"),
        rs.getString("source_key"),
        rs.getString("mask_key"),
        rs.getString("fingerprint"),
        Instant.ofEpochMilli(rs.getLong("created_at")));
  }

  private static @Nullable Double number(ResultSet rs, String column) throws SQLException {
    double value = rs.getDouble(column);
    return rs.wasNull() ? null : value;
  }

  private static String text(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
