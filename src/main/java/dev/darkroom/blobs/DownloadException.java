package dev.darkroom.blobs;

import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Why a download gave no file. Its message names the host at most, since addresses may be signed.
 */
public final class DownloadException extends IOException {
  /** What went wrong. */
  public enum Kind {
    /** The address, or where it resolves to, is not allowed. */
    REFUSED_ADDRESS,
    /** More bytes than allowed. */
    TOO_LARGE,
    /** Not whole within the time allowed. */
    TOO_SLOW,
    /** Another status than 200. */
    WRONG_STATUS,
    /** No connection to the host. */
    UNREACHABLE,
    /** Cut short, empty, or not readable as what it claims to be. */
    BROKEN,
    /** More redirects than allowed. */
    TOO_MANY_REDIRECTS
  }

  private final Kind kind;
  private final boolean retryable;
  private final int httpStatus;

  private DownloadException(
      Kind kind, boolean retryable, int httpStatus, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryable = retryable;
    this.httpStatus = httpStatus;
  }

  static DownloadException of(Kind kind, String message, @Nullable Throwable cause) {
    boolean retryable =
        switch (kind) {
          case TOO_SLOW, UNREACHABLE, BROKEN -> true;
          case REFUSED_ADDRESS, TOO_LARGE, WRONG_STATUS, TOO_MANY_REDIRECTS -> false;
        };
    return new DownloadException(kind, retryable, 0, message, cause);
  }

  /** A 404 may pass: a fresh file can be known to one edge of a CDN before the others. */
  static DownloadException wrongStatus(int status, String host) {
    boolean retryable =
        status >= 500 || status == 404 || status == 408 || status == 425 || status == 429;
    return new DownloadException(
        Kind.WRONG_STATUS, retryable, status, host + " answered " + status, null);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same download may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** The status, if the kind is {@link Kind#WRONG_STATUS}. */
  public OptionalInt httpStatus() {
    return kind == Kind.WRONG_STATUS ? OptionalInt.of(httpStatus) : OptionalInt.empty();
  }
}
