package dev.darkroom.db.surreal;

import org.jspecify.annotations.Nullable;

/** What went wrong between us and SurrealDB, sorted by what may be done about it. */
final class SurrealException extends RuntimeException {
  private static final long serialVersionUID = 1;

  enum Kind {
    /** Another transaction was quicker; nothing of this one was written. It may be repeated. */
    CONFLICT,
    /** It never left, or was turned away at the door. It may be repeated. */
    NOT_DONE,
    /** No answer came: it may be done or not, or be done later. */
    UNKNOWN,
    /** The user is not known here, or may not do this. */
    REFUSED,
    /** The statement itself said THROW, or cannot be run. It indicates a bug or another schema. */
    FAILED
  }

  private final Kind kind;

  SurrealException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
