package dev.darkroom.provider;

import dev.darkroom.provider.ProviderException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of each answer that is not a success, and of each broken call, what kind it is. */
final class Failures {
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
  private static final Set<String> YES = Set.of("1", "true", "yes");

  private Failures() {}

  /** A submit that got no answer. */
  static ProviderException submit(IOException cause, boolean handedOver) {
    return handedOver
        ? broken(Kind.OUTCOME_UNKNOWN, false, "submit", cause)
        : broken(Kind.NOT_SENT, true, "submit", cause);
  }

  /**
   * A submit that was answered with something else than a 2xx. Only fal's own JSON proves that
   * nothing was accepted: a proxy's 502, 503 or 504 may stand for an answer that was lost behind
   * it. A 400 that is not its own is of somebody to whom the request came garbled.
   */
  static ProviderException submit(Answer answer) {
    var body = ErrorBody.of(answer);
    int status = answer.status();
    boolean own = answer.object().isPresent();
    return switch (status) {
      case 401, 403 -> failure(Kind.UNAUTHORIZED, false, "submit", answer, body);
      case 408, 425 -> failure(Kind.TROUBLE, true, "submit", answer, body);
      case 429 -> failure(Kind.BUSY, true, "submit", answer, body);
      case 400 ->
          own
              ? failure(Kind.MODEL_REFUSED, false, "submit", answer, body)
              : failure(Kind.TROUBLE, true, "submit", answer, body);
      case 500, 503 ->
          own
              ? failure(Kind.TROUBLE, true, "submit", answer, body)
              : failure(Kind.OUTCOME_UNKNOWN, false, "submit", answer, body);
      default -> {
        if (status >= 500) {
          yield failure(Kind.OUTCOME_UNKNOWN, false, "submit", answer, body);
        }
        yield status >= 400
            ? failure(Kind.MODEL_REFUSED, false, "submit", answer, body)
            : failure(Kind.UNREADABLE, false, "submit", answer, body);
      }
    };
  }

  /** A call about an accepted request, or an upload, that got no answer: ask again. */
  static ProviderException broken(String call, IOException cause) {
    return broken(Kind.TROUBLE, true, call, cause);
  }

  /**
   * A call to the queue or the storage that was answered with something else than a 2xx. All but an
   * unknown request may pass: a request that was paid for is not given up for a key that is being
   * changed or a proxy that is being restarted. The job's deadline bounds the patience.
   */
  static ProviderException call(String call, Answer answer) {
    var body = ErrorBody.of(answer);
    return switch (answer.status()) {
      case 401, 403 -> failure(Kind.UNAUTHORIZED, true, call, answer, body);
      case 404 ->
          answer.object().isPresent()
              ? failure(Kind.NOT_FOUND, false, call, answer, body)
              : failure(Kind.UNREADABLE, true, call, answer, body);
      case 429 -> failure(Kind.BUSY, true, call, answer, body);
      case 408, 425 -> failure(Kind.TROUBLE, true, call, answer, body);
      default ->
          failure(
              answer.status() >= 500 ? Kind.TROUBLE : Kind.UNREADABLE, true, call, answer, body);
    };
  }

  /**
   * A result call that was not answered by a result: either about the call, or the answer of the
   * model itself, passed on with its own status (fal docs, model-apis/errors).
   */
  static ProviderException result(Answer answer) {
    var body = ErrorBody.of(answer);
    int status = answer.status();
    if (body.notReady() || status == 202) {
      return failure(Kind.NOT_READY, true, "result", answer, body);
    }
    if (status >= 500) {
      // An ingress that cannot reach the queue knows no request id.
      return answer.header("x-fal-request-id").isEmpty()
          ? call("result", answer)
          : failure(Kind.MODEL_FAILED, newSubmitMayHelp(answer), "result", answer, body);
    }
    boolean aboutTheCall =
        switch (status) {
          case 400 -> answer.object().isEmpty();
          case 401, 403, 408, 425, 429 -> !body.listed();
          case 404 -> !body.detailed();
          default -> status < 400;
        };
    return aboutTheCall
        ? call("result", answer)
        : failure(Kind.MODEL_REFUSED, false, "result", answer, body);
  }

  /** A 2xx whose body is not what it should be. */
  static ProviderException unreadable(String call, Answer answer, boolean retryable) {
    return failure(Kind.UNREADABLE, retryable, call, answer, ErrorBody.of(answer));
  }

  /** A 2xx to a submit that does not name the request: it was accepted, or not. */
  static ProviderException unreadableSubmit(Answer answer) {
    return failure(Kind.OUTCOME_UNKNOWN, false, "submit", answer, ErrorBody.of(answer));
  }

  /** Two names and several spellings of the same advice; a deadline of ours is never retried. */
  private static boolean newSubmitMayHelp(Answer answer) {
    return answer.header("x-fal-request-timeout-type").isEmpty()
        && (YES.contains(answer.header("x-fal-needs-retry").toLowerCase(Locale.ROOT))
            || YES.contains(answer.header("x-fal-retryable").toLowerCase(Locale.ROOT)));
  }

  private static ProviderException failure(
      Kind kind, boolean retryable, String call, Answer answer, ErrorBody body) {
    var words = new StringBuilder(call).append(" answered ").append(answer.status());
    if (!body.code().isEmpty()) {
      words.append(' ').append(body.code());
    }
    if (!body.where().isEmpty()) {
      words.append(" at ").append(body.where());
    }
    if (!body.queueStatus().isEmpty()) {
      words.append(' ').append(body.queueStatus());
    }
    if (answer.cut()) {
      words.append(", body cut after ").append(answer.body().length).append(" bytes");
    }
    return new ProviderException(
        kind,
        retryable,
        words.toString(),
        body.code(),
        answer.status(),
        retryAfter(answer.header("retry-after")),
        null);
  }

  private static ProviderException broken(
      Kind kind, boolean retryable, String call, IOException cause) {
    return new ProviderException(
        kind, retryable, call + " got no answer: " + cause.getClass().getSimpleName(), "", cause);
  }

  /** Seconds only; a date is left out, since no answer seen so far carries one. */
  private static @Nullable Duration retryAfter(String header) {
    if (!header.matches("[0-9]{1,9}")) {
      return null;
    }
    var asked = Duration.ofSeconds(Long.parseLong(header));
    return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
  }
}
