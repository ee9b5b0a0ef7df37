package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.operations.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error: problem details (RFC 9457) with the two fields that clients of the brief
 * read.
 *
 * @param error a sentence for people, the same as {@code detail}
 * @param code for machines
 * @param field the value in the request that is wrong, if it is one
 * @param used bytes in storage; this and the next two only if there is no room
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem")
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String error,
    String code,
    @Nullable String field,
    @Nullable Long requiredCredits,
    @Nullable Long currentCredits,
    @Nullable Long used,
    @Nullable Long limit,
    @Nullable Long remaining) {

  static final String MEDIA_TYPE = "application/problem+json";
  private static final long RETRY_AFTER_SECONDS = 5;

  static Problem of(int status, String code, String words) {
    return of(status, code, null, words);
  }

  static Problem of(int status, String code, @Nullable String field, String words) {
    return new Problem(
        "about:blank",
        title(status),
        status,
        words,
        words,
        code,
        field,
        null,
        null,
        null,
        null,
        null);
  }

  static Problem of(Refusal refusal) {
    int status =
        switch (refusal.kind()) {
          case BAD_INPUT -> 400;
          case FORBIDDEN -> 403;
          case NOT_FOUND -> 404;
          case CONFLICT -> 409;
          case TOO_LARGE -> 413;
          case UNSUPPORTED_MEDIA -> 415;
          case TOO_MANY -> 429;
          case BUSY -> 503;
        };
    Refusal.Room room = refusal.room();
    return room == null
        ? of(status, refusal.code(), refusal.field(), refusal.words())
        : noRoom(status, refusal, room);
  }

  private static Problem noRoom(int status, Refusal refusal, Refusal.Room room) {
    return new Problem(
        "about:blank",
        title(status),
        status,
        refusal.words(),
        refusal.words(),
        refusal.code(),
        refusal.field(),
        null,
        null,
        room.used(),
        room.limit(),
        room.remaining());
  }

  static Problem notEnoughCredits(long required, long current) {
    String words = "This costs %d credits and you have %d available.".formatted(required, current);
    return new Problem(
        "about:blank",
        title(402),
        402,
        words,
        words,
        "INSUFFICIENT_CREDITS",
        null,
        required,
        current,
        null,
        null,
        null);
  }

  Response response() {
    return response(RETRY_AFTER_SECONDS);
  }

  /** The same, where it is known when another try may work. */
  Response response(long retryAfterSeconds) {
    Response.ResponseBuilder response =
        Response.status(status).entity(this).header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
    return retriable()
        ? response.header(HttpHeaders.RETRY_AFTER, retryAfterSeconds).build()
        : response.build();
  }

  private boolean retriable() {
    return status == 429 || status == 503;
  }

  /** Answers before a request has reached a resource, and lets nothing more of it come. */
  void end(RoutingContext request, ObjectMapper json) {
    HttpServerResponse response = request.response();
    response.putHeader("Connection", "close");
    if (retriable()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER_SECONDS));
    }
    try {
      response
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
          .end(Buffer.buffer(json.writeValueAsBytes(this)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A problem is always JSON: indicates a bug", e);
    }
  }

  private static String title(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Error" : known.getReasonPhrase();
  }
}
