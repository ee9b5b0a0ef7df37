package dev.darkroom.db.surreal;

import dev.darkroom.access.ApiToken;
import dev.darkroom.access.Scope;
import dev.darkroom.access.TokenStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tokens in SurrealDB, by their id. */
public final class SurrealTokenStore implements TokenStore {

  private static final String ADD =
      """
      {
        IF record::exists($record) { RETURN true };
        LET $made = (SELECT VALUE made FROM ONLY $room) ?? 0;
        IF array::len((SELECT VALUE id FROM api_token WHERE email = $row.email)) >= $most {
          RETURN false;
        };
        UPSERT ONLY $room SET made = $made + 1 RETURN NONE;
        CREATE ONLY $record CONTENT $row RETURN NONE;
        RETURN true;
      }
      """;

  private static final String FIND =
      "{ RETURN (SELECT * FROM api_token WHERE digest = $digest)[0]; }";

  private static final String LIST = "{ RETURN (SELECT * FROM api_token WHERE email = $email); }";

  /** After a lost answer the repetition finds nothing. */
  private static final String REMOVE =
      """
      {
        LET $there = (SELECT * FROM ONLY $record);
        IF $there = NONE OR $there.email != $email { RETURN false };
        DELETE ONLY $record RETURN NONE;
        RETURN true;
      }
      """;

  private static final String USED =
      """
      {
        IF record::exists($record) { UPDATE ONLY $record SET last_used_at = $at RETURN NONE };
        RETURN true;
      }
      """;

  private final SurrealDatabase database;

  public SurrealTokenStore(SurrealDatabase database) {
    this.database = database;
  }

  @Override
  public boolean add(ApiToken token, String digest, int most) {
    Map<String, Object> row =
        Map.of(
            "email", token.user(),
            "digest", digest,
            "name", token.name(),
            "scopes", token.scopes().stream().map(JobRow::text).sorted().toList(),
            "created_at", token.createdAt());
    return is(
        ADD,
        Map.of(
            "record",
            id(token.id()),
            "room",
            new RecordId("token_room", token.user()),
            "row",
            row,
            "most",
            most));
  }

  @Override
  public Optional<ApiToken> find(String digest) {
    return Optional.ofNullable(Row.of(database.read(FIND, Map.of("digest", digest))))
        .map(SurrealTokenStore::token);
  }

  @Override
  public List<ApiToken> list(String user) {
    return Row.all(database.read(LIST, Map.of("email", user))).stream()
        .map(SurrealTokenStore::token)
        .sorted(Comparator.comparing(ApiToken::id).reversed())
        .toList();
  }

  @Override
  public boolean remove(String user, String id) {
    return is(REMOVE, Map.of("record", id(id), "email", user));
  }

  @Override
  public void used(String id, Instant at) {
    is(USED, Map.of("record", id(id), "at", at));
  }

  private boolean is(String move, Map<String, ?> values) {
    return Boolean.TRUE.equals(database.move(move, values));
  }

  private static RecordId id(String id) {
    return new RecordId("api_token", id);
  }

  private static ApiToken token(Row row) {
    return new ApiToken(
        row.id().text(),
        row.text("email"),
        row.text("name"),
        row.list("scopes").stream()
            .map(word -> Scope.valueOf(String.valueOf(word).toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet()),
        row.time("created_at"),
        row.timeOrNull("last_used_at"));
  }
}
