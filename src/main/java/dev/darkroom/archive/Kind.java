package dev.darkroom.archive;

import static dev.darkroom.archive.Field.decimal;
import static dev.darkroom.archive.Field.json;
import static dev.darkroom.archive.Field.number;
import static dev.darkroom.archive.Field.text;
import static dev.darkroom.archive.Field.time;

import java.util.List;
import java.util.Locale;

/**
 * The kinds of lines, in the order of a file: what a line names stands before it. Changing any of
 * this is a new format.
 */
@SuppressWarnings("ImmutableEnumChecker") // Lists made by List.of cannot be changed.
public enum Kind {
  /** {@code entries}: how many the user has; {@code events}: the number of the last one. */
  ACCOUNT(
      1,
      text("user"),
      number("balance"),
      number("held"),
      number("entries"),
      number("events"),
      time("created_at")),

  /**
   * {@code lane}: 0 ended, 1 waits for a turn, 2 under way; {@code events}: the number of the last
   * one.
   */
  JOB(
      1,
      text("id"),
      text("user"),
      text("type"),
      json("input"),
      number("held_credits"),
      text("fingerprint").orNull(),
      time("created_at"),
      time("start_by"),
      text("status"),
      text("phase"),
      text("step"),
      decimal("progress"),
      number("queue_position").orNull(),
      json("results"),
      json("log"),
      json("request").orNull(),
      text("request_id").orNull(),
      number("submits"),
      number("tries"),
      number("breaks"),
      number("lost_answers"),
      text("cause_code").orNull(),
      text("cause_words").orNull(),
      number("charged_credits").orNull(),
      text("result_key").orNull(),
      time("due_at"),
      time("end_by"),
      time("started_at").orNull(),
      time("ended_at").orNull(),
      number("lane"),
      number("turn"),
      number("version"),
      number("events"),
      text("lease_owner").orNull(),
      time("lease_until").orNull(),
      time("claimed_at").orNull(),
      time("nudged_at").orNull(),
      time("cancel_asked_at").orNull()),

  EVENT(
      2,
      text("job_id"),
      number("seq"),
      time("at"),
      text("phase"),
      text("event"),
      text("message"),
      decimal("progress"),
      number("queue_position").orNull(),
      text("user").orNull(),
      number("n").orNull()),

  HOLD(
      1,
      text("job_id"),
      text("user"),
      number("credits"),
      text("state"),
      time("opened_at"),
      time("settled_at").orNull()),

  /** {@code n}: 1, 2, 3 … for each user. */
  ENTRY(
      2,
      text("user"),
      number("n"),
      number("delta"),
      text("reason"),
      text("ref").orNull(),
      text("job_id").orNull(),
      number("balance"),
      time("created_at")),

  IDEMPOTENCY(2, text("user"), text("key"), text("job_id"), text("body_hash"), time("at")),

  FIRST_JOB(2, text("user"), text("type"), text("job_id")),

  LIBRARY_ITEM(
      1,
      text("id"),
      text("user"),
      text("key"),
      text("media"),
      text("content_type"),
      number("bytes"),
      number("width"),
      number("height"),
      decimal("seconds").orNull(),
      decimal("fps").orNull(),
      text("blurhash"),
      text("job_id"),
      text("job_type"),
      text("source_key").orNull(),
      text("mask_key").orNull(),
      text("fingerprint").orNull(),
      time("created_at")),

  TEMPLATE(
      1,
      text("slug"),
      text("id"),
      text("name"),
      text("description"),
      text("prompt"),
      text("model").orNull(),
      text("aspect_ratio").orNull(),
      json("image_keys"),
      json("variables"),
      json("motion").orNull(),
      time("created_at"),
      time("updated_at")),

  SEED(1, text("name"), time("at")),

  API_TOKEN(
      1,
      text("id"),
      text("user"),
      text("digest"),
      text("name"),
      json("scopes"),
      time("created_at"),
      time("last_used_at").orNull()),

  /** {@code told}, {@code wanted}: numbers of events; {@code attempts}: how many were made. */
  WEBHOOK(
      1,
      text("job_id"),
      text("user"),
      text("url"),
      text("host"),
      json("events"),
      number("told"),
      number("wanted"),
      number("tries"),
      number("attempts"),
      time("due_at"),
      text("state")),

  /** {@code n}: 1, 2, 3 … for each job, of which the last ones are kept. */
  WEBHOOK_ATTEMPT(
      2,
      text("job_id"),
      number("n"),
      time("at"),
      number("seq"),
      text("event"),
      number("attempt"),
      text("outcome"),
      number("millis")),

  /** That a user changed the secret; the secret itself is nowhere. */
  WEBHOOK_SECRET(2, text("user"), number("n"), time("made_at")),

  /** {@code open}: 1 if new jobs are taken, 0 if not. */
  INTAKE(
      1,
      text("name"),
      number("open"),
      text("words").orNull(),
      text("changed_by"),
      time("changed_at"));

  private final String begin;
  private final List<Field> key;
  private final List<Field> fields;

  Kind(int keys, Field... fields) {
    this.begin = "{\"kind\":\"%s\",".formatted(word());
    this.fields = List.of(fields);
    this.key = this.fields.subList(0, keys);
  }

  /** All fields, in the order of a line. */
  public List<Field> fields() {
    return fields;
  }

  /** The first fields: they name a line and order those of one kind. */
  public List<Field> key() {
    return key;
  }

  /** How its lines begin. */
  String begin() {
    return begin;
  }

  /** What lines call it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
