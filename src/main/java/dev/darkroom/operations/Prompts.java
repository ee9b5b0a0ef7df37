package dev.darkroom.operations;

import org.jspecify.annotations.Nullable;

/** What people write to say what they want. */
final class Prompts {
  private static final int CHARS_MAX = 4000;

  private Prompts() {}

  /** The words without the blanks around them; there must be some. */
  static String required(@Nullable String prompt) throws Refusal {
    String plain = prompt == null ? "" : prompt.strip();
    if (plain.isEmpty()) {
      throw Refusal.badInput("PROMPT_REQUIRED", "prompt", "Say in prompt what you want.");
    }
    if (plain.length() > CHARS_MAX) {
      throw Refusal.badInput(
          "PROMPT_TOO_LONG",
          "prompt",
          "prompt may have at most %d characters.".formatted(CHARS_MAX));
    }
    return plain;
  }
}
