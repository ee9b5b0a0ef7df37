package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.provider.RequestRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Jobs and their parts with sensible defaults, so that a test states only what matters to it. */
public final class Fixtures {
  public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  public static final String ANN = "ann@example.org";
  public static final String BEN = "ben@example.org";

  private static final Supplier<String> IDS = new Ids();

  private Fixtures() {}

  /** Time-ordered ids, unique in this test run. */
  public static Supplier<String> ids() {
    return IDS;
  }

  /** Counted by nobody. */
  public static Moves moves(JobStore store, Consumer<Job> discard) {
    return new Moves(
        store, _ -> {}, discard, new JobMeters(new SimpleMeterRegistry(), Traces.none()));
  }

  /** Of one kind. */
  public static Estimates estimates(JobStore store) {
    return new Estimates(store, _ -> "");
  }

  public static NewJob job(String user) {
    return job(user, 1, null, NOON);
  }

  public static NewJob job(
      String user, long credits, Draft.@Nullable Idempotency key, Instant now) {
    return new NewJob(
        IDS.get(),
        draft(user, credits, key),
        now,
        now.plus(Duration.ofMinutes(15)),
        now.plus(Duration.ofMinutes(30)),
        20,
        Duration.ofHours(24));
  }

  /** A job of a user who may have more unfinished ones than any test makes. */
  public static NewJob unbounded(String user) {
    NewJob job = job(user);
    return new NewJob(
        job.id(),
        job.draft(),
        job.createdAt(),
        job.startBy(),
        job.endBy(),
        10_000,
        job.idempotencyAge());
  }

  /** A job of this type, for one credit. */
  public static NewJob job(String user, String type) {
    NewJob job = job(user);
    Draft draft = job.draft();
    return new NewJob(
        job.id(),
        new Draft(user, type, draft.input(), draft.credits(), draft.within(), draft.terms()),
        job.createdAt(),
        job.startBy(),
        job.endBy(),
        job.unfinishedMax(),
        job.idempotencyAge());
  }

  /** A free job of which this listener is told. */
  public static NewJob told(String user, @Nullable Listener listener, Instant now) {
    return told(user, listener, now, null);
  }

  /** The same, of a request that is joined by its equals. */
  public static NewJob told(
      String user, @Nullable Listener listener, Instant now, @Nullable String fingerprint) {
    NewJob job = job(user, 0, null, now);
    Draft draft = job.draft();
    return new NewJob(
        job.id(),
        new Draft(
            user,
            draft.type(),
            draft.input(),
            0,
            draft.within(),
            new Terms.Order(null, listener),
            fingerprint),
        now,
        job.startBy(),
        job.endBy(),
        10_000,
        job.idempotencyAge());
  }

  public static Draft draft(String user, long credits, Draft.@Nullable Idempotency key) {
    return new Draft(
        user,
        "upscale",
        JsonNodeFactory.instance.objectNode().put("words", "Note: draw a \"cat\" 🐈"),
        credits,
        Duration.ofMinutes(30),
        new Terms.Order(key));
  }

  public static RequestRef request(String id) {
    return new RequestRef(id, "/a/b/" + id + "/status", "/a/b/" + id, "/a/b/" + id + "/cancel");
  }

  public static Output output(Job job) {
    String key = "users/x/library/upscale-%s.png".formatted(job.id());
    return new Output(
        key,
        List.of(
            new LibraryItem(
                job.id(),
                job.user(),
                key,
                LibraryItem.Kind.IMAGE,
                "image/png",
                1234,
                640,
                480,
                null,
                null,
                "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
                job.id(),
                job.type(),
                null,
                key + ".mask.png",
                "made from the same",
                NOON)));
  }

  /** A video instead of a picture. */
  public static Output film(Job job) {
    String key = "users/x/library/video-%s.mp4".formatted(job.id());
    return new Output(
        key,
        List.of(
            new LibraryItem(
                job.id(),
                job.user(),
                key,
                LibraryItem.Kind.VIDEO,
                "video/mp4",
                12_345_678_901L,
                1280,
                720,
                5.04,
                30000.0 / 1001,
                "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
                job.id(),
                job.type(),
                "users/x/inputs/picture.png",
                null,
                null,
                NOON)));
  }

  /** Leads a free job of this user through its whole life. */
  public static Job completed(JobStore store, String user) {
    return completed(store, user, Fixtures::output);
  }

  /** As the other, with this output. */
  public static Job completed(JobStore store, String user, Function<Job, Output> output) {
    store.admit(job(user, 0, null, NOON));
    Job job = store.claim("w", NOON, NOON.plusSeconds(30), 1, 40).getFirst();
    job = record(store, job, new Outcome.Submitting(NOON.plusSeconds(60)));
    record(store, job, new Outcome.Submitted(request(job.id()), NOON));
    job = store.claim("w", NOON, NOON.plusSeconds(30), 1, 40).getFirst();
    job =
        record(
            store,
            job,
            new Outcome.StageDone(
                JsonNodeFactory.instance.objectNode(), true, job.state().endBy()));
    return record(store, job, new Outcome.Finished(output.apply(job), 0));
  }

  private static Job record(JobStore store, Job job, Outcome outcome) {
    return store.record(Transitions.after(job, outcome, NOON), NOON).orElseThrow();
  }

  /** Time-ordered ids that a reader can follow: job-000001, job-000002 … */
  private static final class Ids implements Supplier<String> {
    private int last;

    @Override
    public synchronized String get() {
      last++;
      return "job-%06d".formatted(last);
    }
  }
}
