package dev.darkroom.templates;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that a template asks its user for.
 *
 * @param key stands in the prompt as {@code [KEY]}
 * @param label what people read beside the field
 * @param required whether a request must bring a value; a default makes this moot
 * @param initial what it is if a request brings nothing, or null
 * @param min the least number, or null
 * @param max the greatest number, or null
 * @param maxChars the longest text, in characters
 * @param options what a select may be; empty for other types
 */
public record Variable(
    String key,
    String label,
    Type type,
    boolean required,
    @Nullable String initial,
    @Nullable Double min,
    @Nullable Double max,
    int maxChars,
    List<String> options) {

  /** What a value may look like. */
  public enum Type {
    TEXT,
    NUMBER,
    /** Expands to {@code yes} or {@code no}. */
    BOOLEAN,
    /** {@code #rrggbb}. */
    COLOR,
    SELECT
  }

  /** A text may be this long unless the variable says less. */
  public static final int CHARS_MAX = 500;

  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");
  private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}([.][0-9]{1,9})?");
  private static final int LABEL_CHARS_MAX = 80;
  private static final int OPTIONS_MAX = 50;
  private static final String WHITE = "#ffffff";

  public Variable {
    options = List.copyOf(options);
  }

  /**
   * Checks the definition itself.
   *
   * @param at where it stands in the template: {@code variables[2]}
   */
  void check(String at) throws TemplateException {
    require(KEY.matcher(key).matches(), at + ".key", "A key has letters, digits and _.");
    require(!Prompt.BUILT_IN.contains(key), at + ".key", "This key has a meaning of its own.");
    require(
        !label.isBlank() && label.length() <= LABEL_CHARS_MAX,
        at + ".label",
        "A label has 1 to %d characters.".formatted(LABEL_CHARS_MAX));
    require(
        maxChars >= 1 && maxChars <= CHARS_MAX,
        at + ".maxChars",
        "maxChars is a number from 1 to %d.".formatted(CHARS_MAX));
    boolean select = type == Type.SELECT;
    require(
        select ? !options.isEmpty() && options.size() <= OPTIONS_MAX : options.isEmpty(),
        at + ".options",
        "A select, and only a select, has 1 to %d options.".formatted(OPTIONS_MAX));
    require(
        options.stream().allMatch(o -> !o.isBlank() && o.length() <= CHARS_MAX)
            && options.stream().distinct().count() == options.size(),
        at + ".options",
        "Options are different texts of at most %d characters.".formatted(CHARS_MAX));
    require(
        type == Type.NUMBER || (min == null && max == null),
        at + ".min",
        "Only a number has min and max.");
    require(min == null || max == null || min <= max, at + ".min", "min is above max.");
    if (initial != null) {
      value(initial, at + ".default");
    }
  }

  /**
   * The text that stands for this value in a prompt; also numbers and truths come as text.
   *
   * @param field where the value stands in the request
   */
  String value(String given, String field) throws TemplateException {
    return switch (type) {
      case TEXT -> {
        String plain = given.strip();
        if (plain.length() > maxChars || plain.chars().anyMatch(Character::isISOControl)) {
          throw bad(field, "must be one line of at most %d characters.".formatted(maxChars));
        }
        yield plain;
      }
      case NUMBER -> number(given, field);
      case BOOLEAN ->
          switch (given) {
            case "true" -> "yes";
            case "false" -> "no";
            default -> throw bad(field, "must be true or false.");
          };
      case COLOR -> {
        if (!COLOR.matcher(given).matches()) {
          throw bad(field, "must be a color such as #1a2b3c.");
        }
        yield given;
      }
      case SELECT -> {
        if (!options.contains(given)) {
          throw bad(field, "must be one of %s.".formatted(String.join(", ", options)));
        }
        yield given;
      }
    };
  }

  private String number(String given, String field) throws TemplateException {
    if (!NUMBER.matcher(given).matches()) {
      throw bad(field, "must be a number.");
    }
    double number = Double.parseDouble(given);
    if (min != null && number < min) {
      throw bad(field, "must be at least %s.".formatted(plain(min)));
    }
    if (max != null && number > max) {
      throw bad(field, "must be at most %s.".formatted(plain(max)));
    }
    return given;
  }

  /** What it is if a request brings nothing; null if there is no such value. */
  @Nullable String otherwise() {
    return initial == null && type == Type.COLOR ? WHITE : initial;
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static TemplateException bad(String field, String rule) {
    return new TemplateException("BAD_VARIABLE", field, field + " " + rule);
  }

  private static void require(boolean holds, String field, String words) throws TemplateException {
    if (!holds) {
      throw new TemplateException("BAD_VARIABLE", field, words);
    }
  }
}
