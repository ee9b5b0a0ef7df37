package dev.darkroom.emulator;

import java.util.List;
import java.util.Optional;

/**
 * What a small vocabulary makes out of a prompt.
 *
 * @param grades looks of the whole picture, in the order of their words, each once
 * @param tint the colour that the scene leans to
 * @param paint the colour that the subject is painted in
 * @param backdrop the colour that the background is replaced by
 * @param blurred whether the background is blurred
 * @param snow how it snows, if it does
 * @param grain strength of the film grain, 0 (none) to 10
 */
record Prompt(
    List<Grade.Look> grades,
    Optional<NamedColor> tint,
    Optional<NamedColor> paint,
    Optional<NamedColor> backdrop,
    boolean blurred,
    Optional<Snowfall> snow,
    int grain) {

  /** Looks for whole words, in any case; a word after a "no" or "without" is left out. */
  static Prompt read(String prompt) {
    return new PromptReader(prompt).read();
  }

  /** Whether nothing was understood. */
  boolean blank() {
    return grades.isEmpty()
        && tint.isEmpty()
        && paint.isEmpty()
        && backdrop.isEmpty()
        && !blurred
        && snow.isEmpty()
        && grain == 0;
  }
}
