package dev.darkroom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Listener;
import dev.darkroom.jobs.Terms;
import dev.darkroom.operations.Fingerprints;
import dev.darkroom.operations.Refusal;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What all submits share: their terms and the answer. */
@Singleton
public class Submits {
  private static final int KEY_LENGTH_MAX = 255;
  private static final String PAUSED = "No new jobs are taken right now. Try again later.";

  /** Nobody knows how long an operator needs. */
  private static final long PAUSED_RETRY_SECONDS = 60;

  private final ObjectMapper json;
  private final Jobs jobs;
  private final JobStatuses statuses;
  private final Listeners listeners;
  private final CurrentVertxRequest request;

  Submits(
      ObjectMapper json,
      Jobs jobs,
      JobStatuses statuses,
      Listeners listeners,
      CurrentVertxRequest request) {
    this.json = json;
    this.jobs = jobs;
    this.statuses = statuses;
    this.listeners = listeners;
    this.request = request;
  }

  /** The answer to an accepted submit. */
  public record Accepted(
      String jobId,
      @Schema(enumeration = {"pending", "processing", "completed", "failed"}) String status,
      long credits,
      String message) {}

  /**
   * Whether a request is an order, which counts once for each key, or asks for its price. A key
   * that comes with the latter is ignored, even one that no order could have: it stays free.
   *
   * @param path where it was sent, and {@code body} what it means: tell it from others with its key
   */
  Terms terms(Conditions conditions, String path, WebhookWish body) throws Refusal {
    // A quote is refused for what its order would be.
    return terms(conditions, path, body, listeners.of(body));
  }

  /** The same of a retry, which says no more than its address. */
  Terms terms(Conditions conditions, String path) throws Refusal {
    return terms(conditions, path, "", null);
  }

  private Terms terms(Conditions conditions, String path, Object body, @Nullable Listener listener)
      throws Refusal {
    return Quotes.asksForPrice(conditions.quote())
        ? new Terms.Quote()
        : new Terms.Order(idempotency(conditions.key(), path, body), listener);
  }

  private Draft.@Nullable Idempotency idempotency(@Nullable String key, String path, Object body)
      throws Refusal {
    if (key == null) {
      return null;
    }
    if (key.isBlank() || key.length() > KEY_LENGTH_MAX) {
      throw new Refusal(
          Refusal.Kind.BAD_INPUT,
          "BAD_IDEMPOTENCY_KEY",
          "Idempotency-Key",
          "Idempotency-Key must have 1 to %d characters.".formatted(KEY_LENGTH_MAX));
    }
    return new Draft.Idempotency(key, hash(path, body));
  }

  /** Written straight into the hash: a body may carry pictures of many megabytes. */
  private String hash(String path, Object body) {
    try {
      return Fingerprints.of(
          into -> {
            into.write((path + "\n").getBytes(StandardCharsets.UTF_8));
            json.writeValue(into, body);
          });
    } catch (IOException e) {
      throw new IllegalStateException("A request that was read can be written", e);
    }
  }

  /**
   * The answer to a submit: a ticket, or how the job ended if the client prefers to wait for that
   * and it comes in time. A client that hangs up ends its wait, and nothing else.
   *
   * @param what the operation in words, to begin a sentence
   */
  Response answer(Admission admission, String what, String statusPath) {
    Response ticket = ticket(admission, what, statusPath);
    return switch (admission) {
      case Admission.Admitted(Job job) -> ended(job, ticket);
      case Admission.AlreadyThere(Job job) -> ended(job, ticket);
      case Admission.Joined(Job job) -> ended(job, ticket);
      case Admission.KeyReused() -> ticket;
      case Admission.IntakePaused _ -> ticket;
      case Admission.NotEnoughCredits _ -> ticket;
      case Admission.TooManyUnfinished _ -> ticket;
      case Admission.Quoted _ -> ticket;
    };
  }

  private Response ended(Job job, Response ticket) {
    HttpServerRequest asking = request.getCurrent().request();
    Preference preference = Preference.ifSaid(asking.getHeader("Prefer"));
    if (preference.waits().isZero()) {
      return ticket;
    }
    BodyLimits.release(request.getCurrent());
    Job now = jobs.awaitEnd(job, preference.waits(), () -> asking.response().closed());
    Response.ResponseBuilder answer = Response.fromResponse(ticket);
    if (now.phase().terminal()) {
      // Who cannot be told the end has a ticket to ask with.
      statuses.of(now).ifPresent(end -> answer.status(Response.Status.OK).entity(end));
    }
    return preference.applied(answer);
  }

  /**
   * A ticket for what was admitted, or why it was not.
   *
   * @param what the operation in words, to begin a sentence
   */
  Response ticket(Admission admission, String what, String statusPath) {
    return switch (admission) {
      case Admission.Admitted(Job job) -> accepted(job, what, statusPath).build();
      case Admission.AlreadyThere(Job job) ->
          accepted(job, what, statusPath).header("Idempotency-Replayed", "true").build();
      case Admission.Joined(Job job) -> accepted(job, what, statusPath).build();
      case Admission.KeyReused() ->
          Problem.of(
                  422,
                  "IDEMPOTENCY_KEY_REUSED",
                  "Idempotency-Key",
                  "This Idempotency-Key was used for another request.")
              .response();
      case Admission.IntakePaused(String words) ->
          Problem.of(503, "INTAKE_PAUSED", words == null ? PAUSED : words)
              .response(PAUSED_RETRY_SECONDS);
      case Admission.NotEnoughCredits(long required, long available) ->
          Problem.notEnoughCredits(required, available).response();
      case Admission.Quoted quoted -> Quotes.answer(quoted);
      case Admission.TooManyUnfinished(int limit) ->
          Problem.of(
                  429,
                  "TOO_MANY_UNFINISHED",
                  "You have %d unfinished jobs; wait until one has ended.".formatted(limit))
              .response();
    };
  }

  private static Response.ResponseBuilder accepted(Job job, String what, String statusPath) {
    JobInLog.note(job.id());
    return Response.accepted(
            new Accepted(
                job.id(),
                job.phase().status().name().toLowerCase(Locale.ROOT),
                job.heldCredits(),
                "%s started. Check status at %s"
                    .formatted(what, statusPath.replace("{id}", job.id()))))
        .header("Location", "/api/jobs/" + job.id());
  }
}
