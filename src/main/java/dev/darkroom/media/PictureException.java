package dev.darkroom.media;

import org.jspecify.annotations.Nullable;

/** Bytes that are no picture we can use; the message is a sentence for people. */
public final class PictureException extends RuntimeException {

  /** Why a picture was refused. */
  public enum Kind {
    /** None of the formats in {@link PictureFormat}. */
    NOT_A_PICTURE,
    /** The right format, but cut off or damaged. */
    BROKEN,
    /** More pixels (or bytes) than may be decoded. */
    TOO_MANY_PIXELS
  }

  private final Kind kind;

  PictureException(Kind kind, String message) {
    this(kind, message, null);
  }

  PictureException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static PictureException broken(String message) {
    return new PictureException(Kind.BROKEN, message);
  }

  static PictureException cutOff() {
    return broken("The picture is incomplete: the file ends too early.");
  }

  static PictureException tooLarge(String size) {
    return new PictureException(Kind.TOO_MANY_PIXELS, "The picture is too large: " + size + ".");
  }

  /** Why the picture was refused. */
  public Kind kind() {
    return kind;
  }
}
