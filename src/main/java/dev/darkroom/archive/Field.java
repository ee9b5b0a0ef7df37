package dev.darkroom.archive;

/**
 * A named value of a line.
 *
 * @param optional whether it may be null
 */
public record Field(String name, Type type, boolean optional) {

  /** What a value is; in a line, times are milliseconds since 1970. */
  public enum Type {
    TEXT,
    NUMBER,
    DECIMAL,
    TIME,
    JSON
  }

  static Field text(String name) {
    return new Field(name, Type.TEXT, false);
  }

  static Field number(String name) {
    return new Field(name, Type.NUMBER, false);
  }

  static Field decimal(String name) {
    return new Field(name, Type.DECIMAL, false);
  }

  static Field time(String name) {
    return new Field(name, Type.TIME, false);
  }

  static Field json(String name) {
    return new Field(name, Type.JSON, false);
  }

  Field orNull() {
    return new Field(name, type, true);
  }
}
