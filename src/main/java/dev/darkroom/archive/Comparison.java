package dev.darkroom.archive;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file and a store, line by line: the proof that each is what the other is. */
final class Comparison {
  private final Lines lines;
  private @Nullable String difference;

  private Comparison(Lines lines) {
    this.lines = lines;
  }

  /** The first line that is not the same in both, in words; empty if there is none. */
  static Optional<String> difference(ArchiveFile file, Archive archive) {
    try (Lines lines = new Lines(file.path())) {
      Comparison comparison = new Comparison(lines);
      lines.next();
      for (Kind kind : Kind.values()) {
        archive.read(kind, comparison::compare);
      }
      String rest = lines.next();
      if (rest != null && !rest.startsWith(Summary.BEGIN)) {
        comparison.say("is in the file only");
      }
      return Optional.ofNullable(comparison.difference);
    }
  }

  private void compare(Line stored) {
    if (difference == null && !stored.json().equals(lines.next())) {
      say("is not that of the store, which has there " + stored.name());
    }
  }

  private void say(String words) {
    if (difference == null) {
      difference = "line %d %s".formatted(lines.number(), words);
    }
  }
}
