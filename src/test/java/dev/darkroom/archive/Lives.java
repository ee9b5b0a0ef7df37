package dev.darkroom.archive;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.access.ApiToken;
import dev.darkroom.access.Scope;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Intake;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Listener;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Terms;
import dev.darkroom.jobs.Transitions;
import dev.darkroom.notify.Attempt;
import dev.darkroom.notify.Hook;
import dev.darkroom.notify.NotifyStore;
import dev.darkroom.templates.Motion;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.Templates;
import dev.darkroom.templates.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of every kind and jobs at every point of their lives, made by the moves of a real store; and
 * what happens to them next. The same on every store.
 */
public final class Lives {
  public static final String JO = "jö \"o'neil\\ 🐈@example.org";
  static final Draft.Idempotency KEY = new Draft.Idempotency("key \"1\" ü", "hash 1");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Instant LATER = NOON.plusSeconds(600);

  /** Names out of order, and what tells a careful store from another one. */
  private static final JsonNode INPUT =
      json(
          """
          {"z":null,"a":{"":[],"\\u0000":1},"one":1.0,"tenth":0.1,"tiny":-2.5e-300,"none":-0.0,
           "big":9223372036854775807,"bigger":17639867394588264000,"yes":true,
           "like a record":"Note: draw a cat","like a date":"2026-01-01T00:00:00Z",
           "quotes":"\\" ' ` \\\\ \\n \\t \\u007f ẞ 🐈","deep":[[{"b":1,"a":[null,{}]}]],
           "calls":{"main":{"model":"fal-ai/x","input":{"image_size":{"width":1,"height":2}}}}}
          """);

  private final Doors rows;
  private int jobs;

  private Lives(Doors rows) {
    this.rows = rows;
  }

  /** Fills an empty store. */
  public static void fill(Doors rows) {
    new Lives(rows).fill();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill() {
    rows.credits().grant(ANN, 1000, "Welcome", "welcome", NOON);
    rows.credits().grant(BEN, 9_007_199_254_740_993L, "Much", "much", NOON.plusMillis(1));
    rows.credits().grant(JO, 50, "With \"quotes\" ☂", "ref: 1", NOON);
    rows.credits().grant(ANN, -3, "Correction", "ref/2", NOON);
    templates();
    tokens();
    ended();
    underWay();
    waiting();
    webhooks();
    rows.oversight().setIntake(new Intake(true, "We \"move\" ☂.", ANN, NOON.plusMillis(9)));
  }

  /** One told in part, one that waits, one that was given up; and secrets that were changed. */
  private void webhooks() {
    Listener all = new Listener("https://ann.example/h?a='b'&c=☂", Listener.KINDS);
    Listener ends = new Listener("http://127.0.0.1:9/", Listener.ENDS);
    NotifyStore webhooks = rows.webhooks();
    for (Listener each : List.of(all, ends)) {
      NewJob job =
          job("job-%04d".formatted(900 + each.kinds().size()), JO, "studio", 1, null, null);
      Draft draft = job.draft();
      admitted(
          new NewJob(
              job.id(),
              new Draft(JO, draft.type(), INPUT, 1, draft.within(), new Terms.Order(null, each)),
              NOON,
              job.startBy(),
              job.endBy(),
              job.unfinishedMax(),
              job.idempotencyAge()));
    }
    Hook due = webhooks.due(NOON, Set.of(), Set.of(), 9).getFirst();
    Hook held = webhooks.claim(due, "w", NOON, NOON.plus(LEASE)).orElseThrow();
    webhooks.record(
        new Hook(
            held.jobId(),
            JO,
            all,
            0,
            held.wanted(),
            2,
            NOON.plusSeconds(5),
            Hook.State.OPEN,
            held.version()),
        new Attempt(NOON, 1, "admitted", 1, "500", 12));
    webhooks.rotate(JO, new NotifyStore.Rotation(1, NOON), NOON, 5);
    webhooks.rotate(JO, new NotifyStore.Rotation(2, NOON.plusSeconds(1)), NOON, 5);
    webhooks.rotate(ANN, new NotifyStore.Rotation(1, NOON), NOON, 5);
  }

  private void templates() {
    Variable number =
        new Variable("N", "n", Variable.Type.NUMBER, true, null, 0.1, 1.0, 20, List.of());
    Template moving =
        Templates.moving(
            new Motion("seedance", "go [A]", 5.0, null, "auto", null),
            "[A] [N]",
            Templates.text("A"),
            number);
    rows.templates()
        .seed(List.of(moving, Templates.named("two", "a-b", "plain", "16:9")), NOON.plusMillis(7));
  }

  private void tokens() {
    Instant used = NOON.plusMillis(7);
    for (String user : List.of(JO, ANN)) {
      ApiToken token =
          new ApiToken(
              "token of " + user,
              user,
              "a \"name\" ☂",
              Set.of(Scope.ADMIN, Scope.JOBS),
              NOON,
              null);
      rows.tokens().add(token, "digest of " + user, 1);
    }
    rows.tokens().used("token of " + JO, used);
  }

  private void ended() {
    Job upscaled = finish(begun(job(ANN, "upscale", 5, KEY)), 4);
    rows.library().remove(ANN, Objects.requireNonNull(upscaled.state().resultKey()));
    finish(begun(job(ANN, "upscale", 5, null)), 5);
    finish(begun(job(JO, "image", 0, null)), 0);
    film(begun(job(JO, "video", 7, null)));
    record(begun(job(BEN, "image", 9, null)), new Outcome.Failed(new Cause("NO", "No \"way\".")));
    record(submitted(job("job-000a", BEN, "rembg", 4, null, "fp")), new Outcome.Cancelled());
  }

  private void underWay() {
    record(begun(job(ANN, "image", 3, null)), new Outcome.Submitting(LATER));
    Job lost = record(begun(job(BEN, "rembg", 3, null)), new Outcome.Submitting(LATER));
    record(lost, new Outcome.AnswerLost(LATER.plusSeconds(1)));
    record(submitted(job(JO, "studio", 3, null)), new Outcome.InQueue(3, LATER.plusSeconds(2)));
    record(
        submitted(job(ANN, "video", 3, null)),
        new Outcome.Running(0.37, List.of("37%|###", "of a model"), LATER.plusSeconds(3)));
    record(submitted(job(BEN, "image", 3, null)), new Outcome.StageDone(INPUT, true, LATER));
    Job half = submitted(job(ANN, "image", 3, null));
    half = record(half, new Outcome.StageDone(INPUT, false, LATER));
    record(half, new Outcome.Retry(new Cause("BUSY", "Busy."), LATER.plusSeconds(4)));
    record(begun(job(JO, "upscale", 3, null)), new Outcome.Broke(LATER.plusSeconds(5)));
  }

  private void waiting() {
    Job back = begun(job(BEN, "upscale", 2, null));
    record(back, new Outcome.Retry(new Cause("BUSY", "Busy."), LATER.plusSeconds(6)));
    admitted(job(ANN, "rembg", 1, new Draft.Idempotency("key 2", "hash 2")));
    admitted(job(ANN, "image", 1, null));
    Job nudged = admitted(job(BEN, "video", 1, null));
    rows.jobs().nudge(nudged.id(), NOON.plusSeconds(1));
    Job unwished = admitted(job(JO, "upscale", 1, null));
    rows.jobs().askCancel(unwished.id(), NOON.plusSeconds(2));
  }

  private NewJob job(String user, String type, long credits, Draft.@Nullable Idempotency key) {
    jobs++;
    String fingerprint = type.equals("rembg") ? "fp " + jobs : null;
    return job("job-%04d".formatted(jobs), user, type, credits, key, fingerprint);
  }

  private static NewJob job(
      String id,
      String user,
      String type,
      long credits,
      Draft.@Nullable Idempotency key,
      @Nullable String fingerprint) {
    return new NewJob(
        id,
        new Draft(
            user, type, INPUT, credits, Duration.ofMinutes(30), new Terms.Order(key), fingerprint),
        NOON,
        NOON.plus(Duration.ofMinutes(15)),
        NOON.plus(Duration.ofMinutes(30)),
        20,
        Duration.ofHours(24));
  }

  private Job admitted(NewJob job) {
    return ((Admission.Admitted) rows.jobs().admit(job)).job();
  }

  /** Nothing else is due, so this one is the next. */
  private Job begun(NewJob job) {
    admitted(job);
    return rows.jobs().claim("w", NOON, NOON.plus(LEASE), 1, 40).getFirst();
  }

  private Job submitted(NewJob job) {
    Job submitting = record(begun(job), new Outcome.Submitting(LATER));
    record(submitting, new Outcome.Submitted(Fixtures.request("r-" + submitting.id()), NOON));
    return rows.jobs().claim("w", NOON, NOON.plus(LEASE), 1, 40).getFirst();
  }

  private Job finish(Job begun, long credits) {
    return record(delivered(begun), new Outcome.Finished(Fixtures.output(begun), credits));
  }

  private void film(Job begun) {
    record(delivered(begun), new Outcome.Finished(Fixtures.film(begun), begun.heldCredits()));
  }

  private Job delivered(Job begun) {
    record(begun, new Outcome.Submitting(LATER));
    Job there = rows.jobs().find(begun.user(), begun.id()).orElseThrow();
    record(there, new Outcome.Submitted(Fixtures.request("r-" + begun.id()), NOON));
    Job polled = rows.jobs().claim("w", NOON, NOON.plus(LEASE), 1, 40).getFirst();
    return record(polled, new Outcome.StageDone(INPUT, true, LATER));
  }

  private Job record(Job job, Outcome outcome) {
    return rows.jobs().record(Transitions.after(job, outcome, NOON), NOON).orElseThrow();
  }

  /** Five jobs of two users each; the fourth round has begun, and one of the two waits in it. */
  static void queue(Doors rows, boolean underWay) {
    Lives lives = new Lives(rows);
    for (int i = 0; i < 5; i++) {
      lives.admitted(lives.job(ANN, "upscale", 0, null));
      lives.admitted(lives.job(JO, "video", 0, null));
    }
    for (Job job : rows.jobs().claim("w", NOON, NOON.plus(LEASE), 7, 40)) {
      if (!underWay) {
        lives.record(job, new Outcome.Failed(new Cause("NO", "No.")));
      }
    }
  }

  /** A free job that works on this file. */
  static void naming(Doors rows, String key) {
    NewJob job = Fixtures.job(ANN, 0, null, NOON);
    JsonNode input = JSON.createObjectNode().put("source", key);
    Draft draft = job.draft();
    new Lives(rows)
        .admitted(
            new NewJob(
                job.id(),
                new Draft(ANN, draft.type(), input, 0, draft.within(), draft.terms()),
                NOON,
                job.startBy(),
                job.endBy(),
                job.unfinishedMax(),
                job.idempotencyAge()));
  }

  /** How many come before the first job of somebody new. */
  static int aheadOfNewcomer(Doors rows) {
    Lives lives = new Lives(rows);
    Job job = lives.admitted(job("job-9999", BEN, "image", 0, null, null));
    return rows.jobs().ahead(job);
  }

  /** What the store does next, told so that two can be compared. */
  static List<String> goOn(Doors rows) {
    List<String> told = new ArrayList<>();
    Story.tell(told, rows);
    JobStore jobs = rows.jobs();
    // Those that were sent back come sooner in turn, but wait for their time.
    Instant now = NOON.plusSeconds(2);
    told.add("first " + work(rows, jobs.claim("v", now, now.plus(LEASE), 1, 40), now));
    now = NOON.plus(Duration.ofHours(1));
    told.add("overdue " + ids(jobs.overdue(now, 10)));
    told.add("replayed " + answer(jobs.admit(job("job-9001", ANN, "upscale", 5, KEY, null))));
    Draft.Idempotency reused = new Draft.Idempotency(KEY.key(), "another body");
    told.add("reused " + answer(jobs.admit(job("job-9002", ANN, "upscale", 5, reused, null))));
    told.add("joined " + answer(jobs.admit(job("job-9003", ANN, "rembg", 1, null, "fp 14"))));
    told.add("new " + answer(jobs.admit(job("job-9004", JO, "video", 2, null, null))));
    told.add("new " + answer(jobs.admit(job("job-9005", ANN, "image", 2, null, null))));
    told.add("granted twice " + rows.credits().grant(ANN, 9, "x", "ref/2", now).getClass());
    told.add("granted " + rows.credits().grant(JO, 9, "x", "new", now).getClass());
    told.add("nudged " + jobs.nudge("job-0013", now));
    for (int round = 0; round < 20; round++) {
      Instant until = now.plus(LEASE);
      told.add("lapsed " + work(rows, jobs.claimLapsed("s", now, until, 3), now));
      told.add("claimed " + work(rows, jobs.claim("v", now, until, 3, 40), now));
      now = until;
    }
    Story.tell(told, rows);
    return told;
  }

  private static String answer(Admission admission) {
    return switch (admission) {
      case Admission.Admitted(Job job) -> "admitted " + job.id();
      case Admission.AlreadyThere(Job job) -> "there " + job.id();
      case Admission.Joined(Job job) -> "joined " + job.id();
      case Admission.KeyReused(),
          Admission.NotEnoughCredits(_, _),
          Admission.TooManyUnfinished(_),
          Admission.IntakePaused(_),
          Admission.Quoted(_, _) ->
          admission.toString();
    };
  }

  /** Each does its next step, and every job comes to its end in the end. */
  private static List<String> work(Doors rows, List<Job> claimed, Instant now) {
    List<String> told = new ArrayList<>();
    // Of those that are due at the same time, any may come first.
    for (Job job : claimed.stream().sorted(Comparator.comparing(Job::id)).toList()) {
      Outcome outcome =
          switch (job.state().step()) {
            case SUBMIT -> new Outcome.Submitting(now);
            case RESOLVE -> new Outcome.Submitted(Fixtures.request("again-" + job.id()), now);
            case POLL -> new Outcome.StageDone(INPUT, true, now);
            case STORE -> new Outcome.Finished(Fixtures.output(job), 1);
            case NONE -> throw new IllegalStateException("an ended job was claimed");
          };
      Job after = rows.jobs().record(Transitions.after(job, outcome, now), now).orElseThrow();
      told.add("%s %s %d".formatted(after.id(), after.phase(), after.version()));
    }
    return told.stream().sorted().toList();
  }

  private static List<String> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).sorted().toList();
  }
}
