package dev.darkroom.db.surreal;

import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryItem.Kind;
import java.util.HashMap;
import java.util.Map;

/** Between a library item and its record. */
final class LibraryRow {

  private LibraryRow() {}

  /** The record to be made within the move that ends the job. */
  static Map<String, Object> item(LibraryItem item) {
    Map<String, Object> row = new HashMap<>();
    row.put("email", item.user());
    row.put("key", item.key());
    row.put("content_type", item.contentType());
    row.put("size", item.bytes());
    row.put("width", item.width());
    row.put("height", item.height());
    if (item.kind() == Kind.VIDEO) {
      row.put("seconds", JobRow.orNone(item.seconds()));
      row.put("fps", JobRow.orNone(item.fps()));
    }
    row.put("blurhash", item.blurhash());
    row.put("job", item.jobId());
    row.put("job_type", item.jobType());
    row.put("source_key", JobRow.orNone(item.sourceKey()));
    row.put("mask_key", JobRow.orNone(item.maskKey()));
    row.put("fingerprint", item.fingerprint() == null ? "" : item.fingerprint());
    row.put("created_at", item.createdAt());
    row.put("newest", Newest.of(item.id()));
    return Map.of("id", new RecordId("library_" + JobRow.text(item.kind()), item.id()), "row", row);
  }

  static LibraryItem read(Row row) {
    String fingerprint = row.text("fingerprint");
    return new LibraryItem(
        row.id().text(),
        row.text("email"),
        row.text("key"),
        row.id().table().equals("library_video") ? Kind.VIDEO : Kind.IMAGE,
        row.text("content_type"),
        row.number("size"),
        (int) row.number("width"),
        (int) row.number("height"),
        row.decimalOrNull("seconds"),
        row.decimalOrNull("fps"),
        row.text("blurhash"),
        row.text("job"),
        row.text("job_type"),
        row.textOrNull("source_key"),
        row.textOrNull("mask_key"),
        fingerprint.isEmpty() ? null : fingerprint,
        row.time("created_at"));
  }
}
