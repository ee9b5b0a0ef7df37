package dev.darkroom.db.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.State;
import dev.darkroom.jobs.Step;
import dev.darkroom.provider.RequestRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Between a job and its row. */
final class JobRow {
  private static final Logger LOG = Logger.getLogger(JobRow.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<JsonNode>> NODES = new TypeReference<>() {};

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private JobRow() {}

  static Job read(ResultSet rs, StatementContext context) throws SQLException {
    return new Job(
        rs.getString("id"),
        rs.getString("user"),
        rs.getString("type"),
        parse(rs.getString("input"), JsonNode.class),
        rs.getLong("held_credits"),
        rs.getString("fingerprint"),
        instant(rs.getLong("created_at")),
        instant(rs.getLong("start_by")),
        state(rs),
        nullableInstant(rs, "cancel_asked_at"),
        rs.getLong("version"));
  }

  /** Leaves out a row that cannot be read: it must not keep the worker from all others. */
  static Optional<Job> readIfWhole(ResultSet rs, StatementContext context) throws SQLException {
    try {
      return Optional.of(read(rs, context));
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.errorf(e, "Job %s is left alone: its row cannot be read", rs.getString("id"));
      return Optional.empty();
    }
  }

  private static State state(ResultSet rs) throws SQLException {
    String request = rs.getString("request");
    String causeCode = rs.getString("cause_code");
    return new State(
        Phase.valueOf(rs.getString("phase").toUpperCase(Locale.ROOT)),
        Step.valueOf(rs.getString("step").toUpperCase(Locale.ROOT)),
        rs.getDouble("progress"),
        (Integer) rs.getObject("queue_position"),
        results(rs.getString("results")),
        log(rs.getString("log")),
        request == null ? null : parse(request, RequestRef.class),
        new State.Counts(
            rs.getInt("submits"),
            rs.getInt("tries"),
            rs.getInt("breaks"),
            rs.getInt("lost_answers")),
        causeCode == null ? null : new Cause(causeCode, rs.getString("cause_words")),
        nullableLong(rs, "charged_credits"),
        rs.getString("result_key"),
        instant(rs.getLong("due_at")),
        instant(rs.getLong("end_by")),
        nullableInstant(rs, "started_at"),
        nullableInstant(rs, "ended_at"));
  }

  /** Binds every column that a state fills, by the column's own name. */
  static <S extends SqlStatement<S>> S bind(S statement, State state) {
    RequestRef request = state.request();
    Cause cause = state.cause();
    return statement
        .bind("status", text(state.phase().status()))
        .bind("phase", text(state.phase()))
        .bind("step", text(state.step()))
        .bind("progress", state.progress())
        .bind("queue_position", state.queuePosition())
        .bind("results", write(state.results()))
        .bind("log", write(state.log()))
        .bind("request", request == null ? null : write(request))
        .bind("request_id", request == null ? null : request.requestId())
        .bind("submits", state.counts().submits())
        .bind("tries", state.counts().tries())
        .bind("breaks", state.counts().breaks())
        .bind("lost_answers", state.counts().lostAnswers())
        .bind("cause_code", cause == null ? null : cause.code())
        .bind("cause_words", cause == null ? null : cause.words())
        .bind("charged_credits", state.chargedCredits())
        .bind("result_key", state.resultKey())
        .bind("due_at", state.dueAt().toEpochMilli())
        .bind("end_by", state.endBy().toEpochMilli())
        .bind("started_at", millis(state.startedAt()))
        .bind("ended_at", millis(state.endedAt()));
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

  static JobEvent event(ResultSet rs, StatementContext context) throws SQLException {
    return new JobEvent(
        rs.getString("job_id"),
        rs.getInt("seq"),
        rs.getLong("n"),
        instant(rs.getLong("at")),
        Phase.valueOf(rs.getString("phase").toUpperCase(Locale.ROOT)),
        rs.getString("kind"),
        rs.getString("message"),
        rs.getDouble("progress"),
        (Integer) rs.getObject("queue_position"));
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

  private static Instant instant(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }

  private static @Nullable Long nullableLong(ResultSet rs, String column) throws SQLException {
    long value = rs.getLong(column);
    return rs.wasNull() ? null : value;
  }

  private static @Nullable Instant nullableInstant(ResultSet rs, String column)
      throws SQLException {
    Long millis = nullableLong(rs, column);
    return millis == null ? null : instant(millis);
  }
}
