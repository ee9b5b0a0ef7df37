package dev.darkroom.web;

import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Phase;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryStore;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Answers submits that wait for the end of their job, or with its ticket if that takes longer. */
@Singleton
public class Waits {
  private final Jobs jobs;
  private final LibraryStore library;
  private final Submits submits;

  Waits(Jobs jobs, LibraryStore library, Submits submits) {
    this.jobs = jobs;
    this.library = library;
    this.submits = submits;
  }

  /** The body of an answer about what was made. */
  @FunctionalInterface
  interface Body {
    /**
     * Writes it.
     *
     * @param credits what this request cost
     */
    Object of(LibraryItem item, Job job, long credits);
  }

  /**
   * Waits and answers. A client that hangs up ends the wait, and nothing else.
   *
   * @param what the operation in words, to begin a sentence
   */
  Response answer(
      Admission admission, String what, Preference preference, RoutingContext request, Body body) {
    Response ticket = submits.ticket(admission, what, ToolResource.STATUS_PATH);
    return switch (admission) {
      case Admission.Admitted(Job job) -> ended(job, ticket, preference, request, body);
      case Admission.AlreadyThere(Job job) -> ended(job, ticket, preference, request, body);
      case Admission.Joined(Job job) ->
          ended(job, ticket, preference, request, (item, joined, _) -> body.of(item, joined, 0));
      case Admission.KeyReused() -> ticket;
      case Admission.IntakePaused _ -> ticket;
      case Admission.NotEnoughCredits _ -> ticket;
      case Admission.TooManyUnfinished _ -> ticket;
      case Admission.Quoted _ -> ticket;
    };
  }

  private Response ended(
      Job asked, Response ticket, Preference preference, RoutingContext request, Body body) {
    Job job = jobs.awaitEnd(asked, preference.waits(), () -> request.response().closed());
    return preference.applied(
        switch (job.phase().status()) {
          case PENDING, PROCESSING -> Response.fromResponse(ticket);
          case COMPLETED -> completed(job, ticket, body);
          case FAILED -> Response.fromResponse(failed(job.state().cause()));
        });
  }

  private Response.ResponseBuilder completed(Job job, Response ticket, Body body) {
    Long charged = job.state().chargedCredits();
    return library
        .find(job.user(), String.valueOf(job.state().resultKey()))
        .map(
            item ->
                Response.fromResponse(ticket)
                    .status(Response.Status.OK)
                    .entity(body.of(item, job, charged == null ? 0 : charged)))
        // It was deleted since; a repeated request must not get a broken address.
        .orElseGet(
            () ->
                Response.fromResponse(
                    Problem.of(404, "FILE_NOT_FOUND", "The result was deleted.").response()));
  }

  private static Response failed(@Nullable Cause cause) {
    String code = cause == null ? Phase.FAILED.name() : cause.code();
    int status =
        switch (code) {
          case "REFUSED", "PICTURE_BROKEN" -> 422;
          case "TIMED_OUT" -> 504;
          case "SOURCE_GONE" -> 404;
          case "SOURCE_CHANGED", "CANCELLED", "RELEASED" -> 409;
          default -> 502;
        };
    return Problem.of(status, code, Words.of(cause)).response();
  }
}
