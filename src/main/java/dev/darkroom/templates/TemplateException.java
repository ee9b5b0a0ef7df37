package dev.darkroom.templates;

/** A template, or a value for one, that is not as it must be. */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String field;

  /**
   * What is wrong.
   *
   * @param code for machines, upper case: {@code TOKEN_UNKNOWN}
   * @param field where it stands, such as {@code variables.TONE}
   * @param words a sentence for people
   */
  public TemplateException(String code, String field, String words) {
    super(words);
    this.code = code;
    this.field = field;
  }

  public String code() {
    return code;
  }

  public String field() {
    return field;
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
