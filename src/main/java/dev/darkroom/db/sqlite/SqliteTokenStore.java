package dev.darkroom.db.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.access.ApiToken;
import dev.darkroom.access.Scope;
import dev.darkroom.access.TokenStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tokens in SQLite. */
public final class SqliteTokenStore implements TokenStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> WORDS = new TypeReference<>() {};

  private final Database database;

  public SqliteTokenStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(ApiToken token, String digest, int most) {
    return database.write(
        h ->
            h.query(
                        """
                        INSERT INTO api_token (id, user, digest, name, scopes, created_at)
                        SELECT :id, :user, :digest, :name, :scopes, :created
                        WHERE (SELECT count(*) FROM api_token WHERE user = :user) < :most
                        """)
                    .bind("id", token.id())
                    .bind("user", token.user())
                    .bind("digest", digest)
                    .bind("name", token.name())
                    .bind("scopes", json(token))
                    .bind("created", token.createdAt().toEpochMilli())
                    .bind("most", most)
                    .execute()
                == 1);
  }

  @Override
  public Optional<ApiToken> find(String digest) {
    return database.read(
        h ->
            h.query("SELECT * FROM api_token WHERE digest = :digest")
                .bind("digest", digest)
                .first(SqliteTokenStore::token));
  }

  @Override
  public List<ApiToken> list(String user) {
    return database.read(
        h ->
            h.query("SELECT * FROM api_token WHERE user = :user ORDER BY id DESC")
                .bind("user", user)
                .list(SqliteTokenStore::token));
  }

  @Override
  public boolean remove(String user, String id) {
    return database.write(
        h ->
            h.query("DELETE FROM api_token WHERE user = :user AND id = :id")
                    .bind("user", user)
                    .bind("id", id)
                    .execute()
                == 1);
  }

  @Override
  public void used(String id, Instant at) {
    database.write(
        h ->
            h.query("UPDATE api_token SET last_used_at = :at WHERE id = :id")
                .bind("id", id)
                .bind("at", at.toEpochMilli())
                .execute());
  }

  private static ApiToken token(Row row) {
    try {
      return new ApiToken(
          row.text("id"),
          row.text("user"),
          row.text("name"),
          JSON.readValue(row.text("scopes"), WORDS).stream()
              .map(word -> Scope.valueOf(word.toUpperCase(Locale.ROOT)))
              .collect(Collectors.toSet()),
          row.time("created_at"),
          row.timeOrNull("last_used_at"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A token's row cannot be read", e);
    }
  }

  private static String json(ApiToken token) {
    try {
      return JSON.writeValueAsString(token.scopes().stream().map(JobRow::text).sorted().toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A list of words is always JSON: indicates a bug", e);
    }
  }
}
