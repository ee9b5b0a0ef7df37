package dev.darkroom.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the provider, classified once where it entered. Its message is for operators and is
 * built from status, codes and field names only: never from the key or from echoed inputs.
 */
public final class ProviderException extends Exception {
  /** What kind of failure it is; each says what is known about the request. */
  public enum Kind {
    /** Submit and upload: the request surely never arrived whole. */
    NOT_SENT,
    /** 429: too much at once; nothing was accepted. */
    BUSY,
    /** The queue itself has trouble, or the way to it; a submit was not accepted. */
    TROUBLE,
    /** Submit only: it may or may not have been accepted. Never repeat it blindly. */
    OUTCOME_UNKNOWN,
    /** 401 or 403: our key or our balance; the operator must act. */
    UNAUTHORIZED,
    /** The queue does not know the request, or no longer. */
    NOT_FOUND,
    /** The result is not there yet: ask again. */
    NOT_READY,
    /** The request as such was refused (4xx); the same request is refused again. */
    MODEL_REFUSED,
    /** The work failed (5xx as the request's own result); only a new submit can help. */
    MODEL_FAILED,
    /** The answer is not as documented, or too large. */
    UNREADABLE
  }

  private final Kind kind;
  private final boolean retryable;
  private final String detailCode;
  private final @Nullable Integer httpStatus;
  private final @Nullable Duration retryAfter;

  ProviderException(
      Kind kind, boolean retryable, String message, String detailCode, @Nullable Throwable cause) {
    this(kind, retryable, message, detailCode, null, null, cause);
  }

  ProviderException(
      Kind kind,
      boolean retryable,
      String message,
      String detailCode,
      @Nullable Integer httpStatus,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryable = retryable;
    this.detailCode = detailCode;
    this.httpStatus = httpStatus;
    this.retryAfter = retryAfter;
  }

  /** What kind of failure it is. */
  public Kind kind() {
    return kind;
  }

  /**
   * Whether the same call may succeed later. For {@link Kind#MODEL_FAILED} the call that may
   * succeed is a new submit, which may be paid again; for all others it is the call that failed.
   */
  public boolean retryable() {
    return retryable;
  }

  /** fal's machine word for the failure, as {@code image_too_small}; empty if there was none. */
  public Optional<String> detailCode() {
    return detailCode.isEmpty() ? Optional.empty() : Optional.of(detailCode);
  }

  /** The HTTP status, if an answer came at all. */
  public OptionalInt httpStatus() {
    return httpStatus == null ? OptionalInt.empty() : OptionalInt.of(httpStatus);
  }

  /** How long the server asked us to wait, at most one hour. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** One sentence or two for end users, without the name of a vendor or a model. */
  public String publicWords() {
    return PublicWords.of(kind, detailCode);
  }
}
