package dev.darkroom.db.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.Standing;
import dev.darkroom.jobs.State;
import dev.darkroom.jobs.Step;
import dev.darkroom.provider.RequestRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Between a job and its row. */
final class JobRow {
  private static final Logger LOG = Logger.getLogger(JobRow.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<JsonNode>> NODES = new TypeReference<>() {};

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private JobRow() {}

  static Job read(Row row) {
    return new Job(
        row.text("id"),
        row.text("user"),
        row.text("type"),
        parse(row.text("input"), JsonNode.class),
        row.number("held_credits"),
        row.textOrNull("fingerprint"),
        row.time("created_at"),
        row.time("start_by"),
        state(row),
        row.timeOrNull("cancel_asked_at"),
        row.number("version"));
  }

  /** Leaves out a row that cannot be read: it must not keep the worker from all others. */
  static Optional<Job> readIfWhole(Row row) {
    try {
      return Optional.of(read(row));
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.errorf(e, "Job %s is left alone: its row cannot be read", row.text("id"));
      return Optional.empty();
    }
  }

  private static State state(Row row) {
    String request = row.textOrNull("request");
    return new State(
        phase(row),
        Step.valueOf(row.text("step").toUpperCase(Locale.ROOT)),
        row.decimal("progress"),
        row.countOrNull("queue_position"),
        results(row.text("results")),
        log(row.text("log")),
        request == null ? null : parse(request, RequestRef.class),
        new State.Counts(
            row.count("submits"),
            row.count("tries"),
            row.count("breaks"),
            row.count("lost_answers")),
        cause(row),
        row.numberOrNull("charged_credits"),
        row.textOrNull("result_key"),
        row.time("due_at"),
        row.time("end_by"),
        row.timeOrNull("started_at"),
        row.timeOrNull("ended_at"));
  }

  static Standing standing(Row row) {
    return new Standing(
        row.text("type"),
        phase(row),
        row.holds("waits"),
        row.decimal("progress"),
        row.countOrNull("position"),
        cause(row),
        row.numberOrNull("charged_credits"),
        row.textOrNull("result_key"),
        row.holds("there"),
        row.holds("first"));
  }

  private static Phase phase(Row row) {
    return Phase.valueOf(row.text("phase").toUpperCase(Locale.ROOT));
  }

  /** Rows that were put here by an import may have no words. */
  private static @Nullable Cause cause(Row row) {
    String code = row.textOrNull("cause_code");
    String words = code == null ? null : row.textOrNull("cause_words");
    return code == null ? null : new Cause(code, words == null ? "" : words);
  }

  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was built here is always JSON: indicates a bug", e);
    }
  }

  static JobEvent event(Row row) {
    return new JobEvent(
        row.text("job_id"),
        row.count("seq"),
        row.number("n"),
        row.time("at"),
        phase(row),
        row.text("kind"),
        row.text("message"),
        row.decimal("progress"),
        row.countOrNull("queue_position"));
  }

  private static List<JsonNode> results(String json) {
    return list(json, NODES);
  }

  private static List<String> log(String json) {
    return list(json, TEXTS);
  }

  private static <T> List<T> list(String json, TypeReference<List<T>> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A job row holds a broken list", e);
    }
  }

  private static <T> T parse(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A job row holds broken JSON", e);
    }
  }
}
