package dev.darkroom.db.sqlite;

import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryItem.Kind;
import dev.darkroom.library.LibraryStore;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The library in SQLite. */
public final class SqliteLibraryStore implements LibraryStore {
  private static final String FIND = "SELECT * FROM library_item WHERE user = :user AND key = :key";

  /** By their keys: the user may have very many, so that index is not to be taken. */
  static final String FIND_ALL =
      """
      SELECT * FROM library_item
      WHERE +user = :user AND key IN (SELECT value FROM json_each(:keys))
      """;

  private final Database database;

  public SqliteLibraryStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<LibraryItem> find(String user, String key) {
    return database.read(
        h -> h.query(FIND).bind("user", user).bind("key", key).first(SqliteLibraryStore::item));
  }

  @Override
  public List<LibraryItem> findAll(String user, Collection<String> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    return database.read(
        h ->
            h.query(FIND_ALL).bind("user", user).bind("keys", keys).list(SqliteLibraryStore::item));
  }

  @Override
  public Optional<LibraryItem> findMade(String user, String fingerprint) {
    return database.read(
        h ->
            h.query(
                    """
                    SELECT * FROM library_item
                    WHERE user = :user AND fingerprint = :fingerprint
                    ORDER BY id DESC LIMIT 1
                    """)
                .bind("user", user)
                .bind("fingerprint", fingerprint)
                .first(SqliteLibraryStore::item));
  }

  @Override
  public Optional<LibraryItem> remove(String user, String key) {
    return database.write(
        h ->
            h.query("DELETE FROM library_item WHERE user = :user AND key = :key RETURNING *")
                .bind("user", user)
                .bind("key", key)
                .first(SqliteLibraryStore::item));
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
            h.query(
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
                .list(SqliteLibraryStore::item));
  }

  /** Adds a row within the move that ends the job; the same row again changes nothing. */
  static void add(Session h, LibraryItem item) {
    h.query(
            """
            INSERT INTO library_item (id, user, key, kind, content_type, bytes, width, height,
              seconds, fps, blurhash, job_id, job_type, source_key, mask_key, fingerprint, created_at)
            VALUES (:id, :user, :key, :kindText, :contentType, :bytes, :width, :height,
              :seconds, :fps, :blurhash, :jobId, :jobType, :sourceKey, :maskKey, :fingerprint, :at)
            ON CONFLICT (id) DO NOTHING
            """)
        .bind("id", item.id())
        .bind("user", item.user())
        .bind("key", item.key())
        .bind("contentType", item.contentType())
        .bind("bytes", item.bytes())
        .bind("width", item.width())
        .bind("height", item.height())
        .bind("seconds", item.seconds())
        .bind("fps", item.fps())
        .bind("blurhash", item.blurhash())
        .bind("jobId", item.jobId())
        .bind("jobType", item.jobType())
        .bind("sourceKey", item.sourceKey())
        .bind("maskKey", item.maskKey())
        .bind("fingerprint", item.fingerprint())
        .bind("kindText", text(item.kind()))
        .bind("at", item.createdAt().toEpochMilli())
        .execute();
  }

  private static LibraryItem item(Row row) {
    return new LibraryItem(
        row.text("id"),
        row.text("user"),
        row.text("key"),
        Kind.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
        row.text("content_type"),
        row.number("bytes"),
        row.count("width"),
        row.count("height"),
        row.decimalOrNull("seconds"),
        row.decimalOrNull("fps"),
        row.text("blurhash"),
        row.text("job_id"),
        row.text("job_type"),
        row.textOrNull("source_key"),
        row.textOrNull("mask_key"),
        row.textOrNull("fingerprint"),
        row.time("created_at"));
  }

  private static String text(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
