package dev.darkroom.db.surreal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Field;
import dev.darkroom.archive.Kind;
import dev.darkroom.archive.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Between the lines of one kind and their records. */
final class ArchiveRows {
  private static final long WAITS = 1;
  private static final long SENT_BACK = 3;

  private final Kind kind;
  private final ArchiveTable table;

  ArchiveRows(Kind kind) {
    this.kind = kind;
    this.table = ArchiveTable.of(kind);
  }

  List<String> tables() {
    return table.names();
  }

  /**
   * The line of a record.
   *
   * @throws ArchiveException if the record is not what it must be
   */
  Line line(Row row) {
    try {
      return Line.of(kind, field -> value(row, field));
    } catch (ArchiveException | IllegalStateException e) {
      throw new ArchiveException(
          "%s cannot be read: %s.".formatted(row.fields().get("id"), e.getMessage()));
    }
  }

  private @Nullable Object value(Row row, Field field) {
    int part = kind.key().indexOf(field);
    if (part >= 0) {
      return key(row.id(), part);
    }
    return switch (kind.word() + '.' + field.name()) {
      case "job.type" -> JobTable.typeOf(row);
      case "job.lane" -> row.number("lane") == SENT_BACK ? WAITS : row.number("lane");
      case "account.events" -> Objects.requireNonNullElse(row.numberOrNull("events"), 0L);
      case "event.progress" -> Objects.requireNonNullElse(row.decimalOrNull("progress"), 0.0);
      case "job.log" ->
          Objects.requireNonNullElseGet(row.jsonOrNull("log"), JsonNodeFactory.instance::arrayNode);
      case "idempotency.job_id" -> row.link("job").text();
      case "library_item.media" -> row.id().table().substring("library_".length());
      default -> plain(row, field);
    };
  }

  private Object key(RecordId id, int part) {
    List<?> parts = id.key() instanceof List<?> list ? list : List.of(id.key());
    Field.Type type = kind.key().get(part).type();
    Class<?> expected = type == Field.Type.TEXT ? String.class : Long.class;
    if (parts.size() != kind.key().size() || !expected.isInstance(parts.get(part))) {
      throw new IllegalStateException("its key is none of this table");
    }
    return parts.get(part);
  }

  private @Nullable Object plain(Row row, Field field) {
    String name = table.column(field.name());
    Object value =
        switch (field.type()) {
          case TEXT -> row.textOrNull(name);
          case NUMBER -> row.numberOrNull(name);
          case DECIMAL -> row.decimalOrNull(name);
          case TIME -> {
            Instant time = row.timeOrNull(name);
            yield time == null ? null : time.toEpochMilli();
          }
          case JSON -> row.jsonOrNull(name);
        };
    return blank(field).equals(value) ? null : value;
  }

  /** What stands for null where a field is indexed or compared; elsewhere nothing does. */
  private static Object blank(Field field) {
    return ArchiveTable.NEVER_NULL.contains(field.name())
        ? field.type() == Field.Type.TIME ? 0L : ""
        : None.NONE;
  }

  /** The records to be made for a line, its own first. */
  List<Map<String, Object>> records(Line line) {
    List<Map<String, Object>> records = new ArrayList<>();
    records.add(Map.of("id", id(line), "row", row(line), "jobs", jobs(line)));
    if (kind == Kind.ENTRY && line.value("ref") instanceof String ref) {
      RecordId counted = new RecordId("credit_ref", List.of(line.text("user"), ref));
      records.add(Map.of("id", counted, "row", Map.of("txn", id(line)), "jobs", List.of()));
    }
    return records;
  }

  private RecordId id(Line line) {
    List<Object> parts = new ArrayList<>();
    for (Field part : kind.key()) {
      parts.add(Objects.requireNonNull(line.value(part.name())));
    }
    Object key = parts.size() == 1 ? parts.getFirst() : parts;
    return switch (kind) {
      case JOB -> JobTable.ofType(line.text("type")).id(line.text("id"));
      case LIBRARY_ITEM -> new RecordId("library_" + line.text("media"), key);
      case ACCOUNT,
          EVENT,
          HOLD,
          ENTRY,
          IDEMPOTENCY,
          FIRST_JOB,
          TEMPLATE,
          SEED,
          API_TOKEN,
          WEBHOOK,
          WEBHOOK_ATTEMPT,
          WEBHOOK_SECRET,
          INTAKE ->
          new RecordId(table.names().getFirst(), key);
    };
  }

  /** A key names its job with the table, which only the job's type tells. */
  private List<RecordId> jobs(Line line) {
    return kind == Kind.IDEMPOTENCY ? JobTable.ids(line.text("job_id")) : List.of();
  }

  private Map<String, Object> row(Line line) {
    Map<String, Object> row = new HashMap<>(table.fresh());
    for (Field field : kind.fields()) {
      if (!table.untold().contains(field.name())) {
        row.put(table.column(field.name()), stored(line, field));
      }
    }
    if (kind == Kind.JOB) {
      row.put("newest", Newest.of(line.text("id")));
      row.put("lane", lane(line));
      if (JobTable.ofType(line.text("type")) != JobTable.TOOL_JOB) {
        row.remove("tool_type");
      }
    }
    if (kind == Kind.WEBHOOK) {
      boolean waits = line.number("told") < line.number("wanted");
      row.put("pending", waits && line.text("state").equals("open") ? 1 : 0);
    }
    if (kind == Kind.LIBRARY_ITEM) {
      row.put("newest", Newest.of(line.text("id")));
      if (line.text("media").equals("image")) {
        row.keySet().removeAll(List.of("seconds", "fps"));
      }
    }
    return row;
  }

  private static Object stored(Line line, Field field) {
    Object value = line.value(field.name());
    if (value == null) {
      return field.type() == Field.Type.TIME && blank(field) != None.NONE
          ? JobRow.NEVER
          : blank(field);
    }
    return field.type() == Field.Type.TIME ? Instant.ofEpochMilli((Long) value) : value;
  }

  /**
   * A job that waits and was put off since it came was sent back, and is looked for by its time.
   */
  private static long lane(Line line) {
    long lane = line.number("lane");
    return lane == WAITS && line.number("due_at") > line.number("created_at") ? SENT_BACK : lane;
  }
}
