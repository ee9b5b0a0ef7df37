package dev.darkroom.db.surreal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.State;
import dev.darkroom.jobs.Step;
import dev.darkroom.provider.RequestRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between a job and its record. */
final class JobRow {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Stands for "never" where a time is compared. */
  static final Instant NEVER = Instant.EPOCH;

  private JobRow() {}

  static Job read(Row row) {
    return new Job(
        row.id().text(),
        row.text("email"),
        JobTable.typeOf(row),
        row.json("params"),
        row.number("held_credits"),
        fingerprint(row),
        row.time("created_at"),
        row.time("start_by"),
        state(row),
        row.timeOrNull("cancel_asked_at"),
        row.number("version"));
  }

  private static @Nullable String fingerprint(Row row) {
    String fingerprint = row.textOrNull("fingerprint");
    return fingerprint == null || fingerprint.isEmpty() ? null : fingerprint;
  }

  private static State state(Row row) {
    return new State(
        phase(row),
        row.as("step", text -> Step.valueOf(text.toUpperCase(Locale.ROOT))),
        row.decimal("progress"),
        position(row),
        results(row),
        log(row.jsonOrNull("log")),
        request(row.jsonOrNull("request")),
        new State.Counts(
            (int) row.number("submits"),
            (int) row.number("tries"),
            (int) row.number("breaks"),
            (int) row.number("lost_answers")),
        cause(row),
        row.numberOrNull("credits"),
        row.textOrNull("result_key"),
        row.time("due_at"),
        row.time("end_by"),
        row.timeOrNull("started_at"),
        row.timeOrNull("ended_at"));
  }

  static Phase phase(Row row) {
    return row.as("phase", text -> Phase.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  static @Nullable Integer position(Row row) {
    Long position = row.numberOrNull("queue_position");
    return position == null ? null : Integer.valueOf(position.intValue());
  }

  static @Nullable Cause cause(Row row) {
    String code = row.textOrNull("error_code");
    return code == null ? null : new Cause(code, row.text("error"));
  }

  private static List<JsonNode> results(Row row) {
    List<JsonNode> results = new ArrayList<>();
    row.json("results").forEach(results::add);
    return results;
  }

  private static List<String> log(@Nullable JsonNode json) {
    List<String> log = new ArrayList<>();
    if (json != null) {
      json.forEach(line -> log.add(line.asText()));
    }
    return log;
  }

  private static @Nullable RequestRef request(@Nullable JsonNode json) {
    try {
      return json == null ? null : JSON.treeToValue(json, RequestRef.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("A job's request cannot be read", e);
    }
  }

  static JobEvent event(Row row) {
    List<?> key = (List<?>) row.id().key();
    Long n = row.numberOrNull("n");
    Double progress = row.decimalOrNull("progress");
    return new JobEvent(
        String.valueOf(key.getFirst()),
        ((Long) key.get(1)).intValue(),
        n == null ? 0 : n,
        row.time("at"),
        phase(row),
        row.text("kind"),
        row.text("message"),
        progress == null ? 0 : progress,
        position(row));
  }

  /** The record of a job that nobody has visited; its turn is found inside the move. */
  static Map<String, Object> fresh(NewJob job) {
    Draft draft = job.draft();
    Map<String, Object> row = new HashMap<>(of(State.fresh(job.createdAt(), job.endBy())));
    if (JobTable.ofType(draft.type()) == JobTable.TOOL_JOB) {
      row.put("tool_type", draft.type());
    }
    row.put("email", draft.user());
    row.put("params", draft.input());
    row.put("held_credits", draft.credits());
    row.put("fingerprint", draft.fingerprint() == null ? "" : draft.fingerprint());
    row.put("created_at", job.createdAt());
    row.put("start_by", job.startBy());
    row.put("lane", 1);
    row.put("version", 0);
    row.put("events", 1);
    row.put("lease_owner", "");
    row.put("lease_until", NEVER);
    row.put("claimed_at", NEVER);
    row.put("nudged_at", NEVER);
    row.put("move", "");
    row.put("newest", Newest.of(job.id()));
    return row;
  }

  /** Every field that a state fills. */
  static Map<String, Object> of(State state) {
    Map<String, Object> row = new HashMap<>();
    row.put("status", text(state.phase().status()));
    row.put("phase", text(state.phase()));
    row.put("step", text(state.step()));
    row.put("progress", state.progress());
    row.put("queue_position", orNone(state.queuePosition()));
    row.put("results", state.results());
    row.put("log", state.log());
    row.put("request", state.request() == null ? None.NONE : JSON.valueToTree(state.request()));
    row.put("fal_request_id", state.request() == null ? "" : state.request().requestId());
    row.put("submits", state.counts().submits());
    row.put("tries", state.counts().tries());
    row.put("breaks", state.counts().breaks());
    row.put("lost_answers", state.counts().lostAnswers());
    row.put("error_code", state.cause() == null ? None.NONE : state.cause().code());
    row.put("error", state.cause() == null ? None.NONE : state.cause().words());
    row.put("credits", orNone(state.chargedCredits()));
    row.put("result_key", orNone(state.resultKey()));
    row.put("due_at", state.dueAt());
    row.put("end_by", state.endBy());
    row.put("started_at", orNone(state.startedAt()));
    row.put("ended_at", orNone(state.endedAt()));
    return row;
  }

  static Object orNone(@Nullable Object value) {
    return value == null ? None.NONE : value;
  }

  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
