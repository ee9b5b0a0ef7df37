package dev.darkroom.operations;

import org.jspecify.annotations.Nullable;

/** A request that cannot be done as asked. Nothing was stored and nothing is held. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong with it. */
  public enum Kind {
    /** A value is missing or not allowed. */
    BAD_INPUT,
    /** The address it came to permits nothing, or nothing any more. */
    FORBIDDEN,
    /** A file is unknown, or another's. */
    NOT_FOUND,
    /** It does not fit what is there by now. */
    CONFLICT,
    /** More bytes than allowed. */
    TOO_LARGE,
    /** There is no room for it now; it may be tried again. */
    BUSY,
    /** The user has too many like it at once; it may be tried again. */
    TOO_MANY,
    /** The bytes are not of a kind that can be worked on. */
    UNSUPPORTED_MEDIA
  }

  private final Kind kind;
  private final String code;
  private final @Nullable String field;
  private final @Nullable Room room;

  /** How much a user has stored, and may, in bytes. */
  public record Room(long used, long limit) {
    /** What may still be stored. */
    public long remaining() {
      return Math.max(0, limit - used);
    }
  }

  /**
   * A refusal.
   *
   * @param code for machines, upper case: {@code UPSCALE_AT_MAX}
   * @param field the name of the value in the request, or null if it is the request as a whole
   * @param words a sentence for people
   */
  public Refusal(Kind kind, String code, @Nullable String field, String words) {
    this(kind, code, field, words, null);
  }

  private Refusal(
      Kind kind, String code, @Nullable String field, String words, @Nullable Room room) {
    super(words);
    this.kind = kind;
    this.code = code;
    this.field = field;
    this.room = room;
  }

  /** The user has no room for so much more. */
  static Refusal storageFull(String field, Room room) {
    return new Refusal(
        Kind.TOO_LARGE,
        "STORAGE_FULL",
        field,
        "Of your %d MB, %d MB are free. Delete what you do not need."
            .formatted(room.limit() >> 20, room.remaining() >> 20),
        room);
  }

  static Refusal badInput(String code, String field, String words) {
    return new Refusal(Kind.BAD_INPUT, code, field, words);
  }

  /** The same, of a value that lies in this one. */
  Refusal within(String outer) {
    return new Refusal(kind, code, field == null ? outer : outer + "." + field, words(), room);
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  public @Nullable String field() {
    return field;
  }

  /** Only of {@code STORAGE_FULL}. */
  public @Nullable Room room() {
    return room;
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
