package dev.darkroom.db.surreal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The tables of jobs, as the brief has them. */
enum JobTable {
  IMAGE_JOB,
  TOOL_JOB,
  VIDEO_JOB;

  static JobTable ofType(String type) {
    return switch (type) {
      case "image" -> IMAGE_JOB;
      case "video" -> VIDEO_JOB;
      default -> TOOL_JOB;
    };
  }

  /** A job's type: that of its table, or its own. */
  static String typeOf(Row row) {
    return switch (row.id().table()) {
      case "image_job" -> "image";
      case "video_job" -> "video";
      default -> row.text("tool_type");
    };
  }

  RecordId id(String jobId) {
    return new RecordId(name().toLowerCase(Locale.ROOT), jobId);
  }

  /** Where a job of an unknown type may be. */
  static List<RecordId> ids(String jobId) {
    return Arrays.stream(values()).map(table -> table.id(jobId)).toList();
  }
}
