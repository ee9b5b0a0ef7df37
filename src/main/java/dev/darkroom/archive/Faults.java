package dev.darkroom.archive;

import java.util.ArrayList;
import java.util.List;

/** What does not add up: the first of it in words, the rest as a number. */
final class Faults {
  private static final int TOLD_MAX = 3;

  private final List<String> told = new ArrayList<>();
  private long wrong;

  void say(String words) {
    wrong++;
    if (told.size() < TOLD_MAX) {
      told.add(words);
    }
  }

  /** Two numbers that must be one. */
  void same(String whose, String one, long first, String other, long second) {
    if (first != second) {
      say("%s: %s is %d, %s %d".formatted(whose, one, first, other, second));
    }
  }

  /**
   * Does nothing if there are none.
   *
   * @throws ArchiveException that tells them
   */
  void raise() {
    if (wrong > 0) {
      String more = wrong > TOLD_MAX ? "; and %d more".formatted(wrong - TOLD_MAX) : "";
      throw new ArchiveException(
          "The books do not add up: %s%s.".formatted(String.join("; ", told), more));
    }
  }
}
