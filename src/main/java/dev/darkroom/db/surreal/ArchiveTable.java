package dev.darkroom.db.surreal;

import dev.darkroom.archive.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the lines of one kind lie in SurrealDB: each field is that of its name, but for those that
 * are told here.
 *
 * @param names the tables
 * @param renamed fields that have another name
 * @param untold fields that the record's id or table says
 * @param fresh what else a record begins with
 */
record ArchiveTable(
    List<String> names,
    Map<String, String> renamed,
    Set<String> untold,
    Map<String, Object> fresh) {

  /** Not null where they are indexed or compared: '' and 1970 stand for it. */
  static final Set<String> NEVER_NULL =
      Set.of("fingerprint", "request_id", "lease_owner", "lease_until", "claimed_at", "nudged_at");

  /** Its last write, to be known again: it was none of this store's. */
  private static final Map<String, Object> UNKNOWN_MOVE = Map.of("move", "");

  static ArchiveTable of(Kind kind) {
    return switch (kind) {
      case ACCOUNT ->
          new ArchiveTable(
              List.of("user"),
              Map.of("user", "email", "balance", "credits_balance", "held", "credits_held"),
              Set.of(),
              Map.of("unfinished", 0, "last_turn", -1));
      case JOB ->
          new ArchiveTable(
              List.of("image_job", "tool_job", "video_job"),
              Map.of(
                  "user", "email",
                  "type", "tool_type",
                  "input", "params",
                  "request_id", "fal_request_id",
                  "cause_code", "error_code",
                  "cause_words", "error",
                  "charged_credits", "credits"),
              Set.of("id"),
              UNKNOWN_MOVE);
      case EVENT -> table("job_event", Map.of("event", "kind", "user", "email"), "job_id", "seq");
      case HOLD -> table("hold", Map.of("user", "email"), "job_id");
      case ENTRY ->
          new ArchiveTable(
              List.of("credit_txn"),
              Map.of("user", "email", "job_id", "job"),
              Set.of("n"),
              UNKNOWN_MOVE);
      case IDEMPOTENCY -> table("idempotency", Map.of(), "user", "key", "job_id");
      case FIRST_JOB -> table("first_job", Map.of("job_id", "job"), "user", "type");
      case LIBRARY_ITEM ->
          new ArchiveTable(
              List.of("library_image", "library_video"),
              Map.of("user", "email", "bytes", "size", "job_id", "job"),
              Set.of("id", "media"),
              Map.of());
      case TEMPLATE ->
          new ArchiveTable(
              List.of("template"), Map.of("id", "template_id"), Set.of("slug"), UNKNOWN_MOVE);
      case INTAKE -> table("intake", Map.of(), "name");
      case API_TOKEN -> table("api_token", Map.of("user", "email"), "id");
      case WEBHOOK ->
          new ArchiveTable(
              List.of("webhook"),
              Map.of("user", "email"),
              Set.of("job_id"),
              SurrealNotifyStore.unheld());
      case WEBHOOK_ATTEMPT -> table("webhook_attempt", Map.of("event", "kind"), "job_id", "n");
      case WEBHOOK_SECRET -> table("webhook_secret", Map.of(), "user", "n");
      case SEED -> new ArchiveTable(List.of("seed"), Map.of(), Set.of("name"), UNKNOWN_MOVE);
    };
  }

  private static ArchiveTable table(String name, Map<String, String> renamed, String... untold) {
    return new ArchiveTable(List.of(name), renamed, Set.of(untold), Map.of());
  }

  String column(String field) {
    return renamed.getOrDefault(field, field);
  }
}
