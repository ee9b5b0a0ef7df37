package dev.darkroom.db.sqlite;

import dev.darkroom.archive.Field;
import dev.darkroom.archive.Kind;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the lines of one kind lie in SQLite: each field is the column of its name, but for those that
 * are told here.
 *
 * @param renamed fields whose column has another name
 * @param derived fields that are no column, and what they are read from
 */
record ArchiveSql(
    Kind kind, String table, Map<String, String> renamed, Map<String, String> derived) {

  /** A key stands on the row of its job. */
  private static final String PUT_KEY =
      """
      UPDATE job SET idempotency_key = :key, body_hash = :body_hash
      WHERE id = :job_id AND user = :user
      """;

  static ArchiveSql of(Kind kind) {
    return switch (kind) {
      case ACCOUNT ->
          derived(
              kind,
              "account",
              "entries",
              "(SELECT count(*) FROM entry WHERE entry.user = account.user)");
      case JOB ->
          derived(
              kind,
              "job",
              "events",
              "(SELECT coalesce(max(seq), 0) FROM job_event WHERE job_id = job.id)");
      case EVENT -> renamed(kind, "job_event", Map.of("event", "kind"));
      case HOLD -> renamed(kind, "hold", Map.of());
      case ENTRY ->
          derived(kind, "entry", "n", "row_number() OVER (PARTITION BY user ORDER BY id)");
      case IDEMPOTENCY ->
          renamed(
              kind, "job", Map.of("key", "idempotency_key", "job_id", "id", "at", "created_at"));
      case FIRST_JOB -> renamed(kind, "first_job", Map.of());
      case LIBRARY_ITEM -> renamed(kind, "library_item", Map.of("media", "kind"));
      case TEMPLATE -> renamed(kind, "template", Map.of());
      case SEED -> renamed(kind, "seed", Map.of());
      case API_TOKEN -> renamed(kind, "api_token", Map.of());
      case WEBHOOK -> renamed(kind, "webhook", Map.of());
      case WEBHOOK_ATTEMPT -> renamed(kind, "webhook_attempt", Map.of("event", "kind"));
      case WEBHOOK_SECRET -> renamed(kind, "webhook_secret", Map.of());
      case INTAKE -> renamed(kind, "intake", Map.of());
    };
  }

  private static ArchiveSql renamed(Kind kind, String table, Map<String, String> renamed) {
    return new ArchiveSql(kind, table, renamed, Map.of());
  }

  private static ArchiveSql derived(Kind kind, String table, String field, String from) {
    return new ArchiveSql(kind, table, Map.of(), Map.of(field, from));
  }

  /** All rows in order, each column under the name of its field. */
  String select() {
    return "SELECT %s FROM %s %s ORDER BY %s"
        .formatted(
            list(kind.fields(), field -> "%s AS \"%s\"".formatted(source(field), field.name())),
            table,
            kind == Kind.IDEMPOTENCY ? "WHERE idempotency_key IS NOT NULL" : "",
            list(kind.key(), this::source));
  }

  /** Adds a row, unless one with its key is there. */
  String insert() {
    if (kind == Kind.IDEMPOTENCY) {
      return PUT_KEY;
    }
    Collection<Field> columns =
        kind.fields().stream().filter(field -> !derived.containsKey(field.name())).toList();
    return "INSERT INTO %s (%s) VALUES (%s) %s"
        .formatted(
            table,
            list(columns, this::source),
            list(columns, field -> ":" + field.name()),
            columns.containsAll(kind.key())
                ? "ON CONFLICT (%s) DO NOTHING".formatted(list(kind.key(), this::source))
                : "");
  }

  /** The column of a field, or what it is derived from. */
  String source(Field field) {
    return derived.getOrDefault(field.name(), renamed.getOrDefault(field.name(), field.name()));
  }

  private static String list(Collection<Field> fields, Function<Field, String> each) {
    return fields.stream().map(each).collect(Collectors.joining(", "));
  }
}
