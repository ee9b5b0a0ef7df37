package dev.darkroom.archive;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file that was read to its end and found whole. */
record ArchiveFile(Path path, Summary summary) {
  private static final Pattern FORMAT =
      Pattern.compile("\\{\"kind\":\"darkroom\",\"format\":(\\d{1,9})\\D.*");

  /**
   * Reads all of it.
   *
   * @param takes whether a large line can be put where it is to go
   * @throws ArchiveException if it is no export, or of a newer format, or was cut or altered, or if
   *     a line is too large
   */
  static ArchiveFile check(Path path, Predicate<Line> takes) {
    Summary summary = new Summary();
    try (Lines lines = new Lines(path)) {
      checkHead(lines);
      Line before = null;
      String text = lines.next();
      while (text != null && !text.startsWith(Summary.BEGIN)) {
        Line line = parse(lines, text);
        if (before != null && Line.IN_FILE.compare(before, line) >= 0) {
          throw lines.refusal("it does not come after the line before");
        }
        if (lines.bytes() > Archive.PUT_BYTES_MAX && !takes.test(line)) {
          throw lines.refusal(
              "%s has %d bytes, which is more than the store takes"
                  .formatted(line.name(), lines.bytes()));
        }
        before = line;
        summary.add(line, text);
        text = lines.next();
      }
      if (text == null) {
        throw lines.refusal("the file is cut: its last line, the summary, is missing");
      }
      if (!text.equals(summary.json())) {
        throw lines.refusal("this summary is not that of the lines before: the file was altered");
      }
      if (lines.next() != null) {
        throw lines.refusal("nothing may come after the summary: the file was altered");
      }
      return new ArchiveFile(path, summary);
    }
  }

  private static void checkHead(Lines lines) {
    String head = lines.next();
    if (Summary.HEAD.equals(head)) {
      return;
    }
    Matcher format = FORMAT.matcher(head == null ? "" : head);
    throw lines.refusal(
        format.matches() && Integer.parseInt(format.group(1)) > Summary.FORMAT
            ? "its format, %s, is newer than this program, which reads format %d"
                .formatted(format.group(1), Summary.FORMAT)
            : "no export of Darkroom begins like this");
  }

  private static Line parse(Lines lines, String text) {
    try {
      return Line.parse(kind(text), text);
    } catch (ArchiveException e) {
      throw lines.refusal(String.valueOf(e.getMessage()));
    }
  }

  private static Kind kind(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.begin())) {
        return kind;
      }
    }
    throw new ArchiveException("no line of an export begins like this");
  }

  /** Hands out all lines, one after the other. */
  void read(Consumer<Line> to) {
    try (Lines lines = new Lines(path)) {
      lines.next();
      for (long i = 0; i < summary.lines(); i++) {
        to.accept(parse(lines, String.valueOf(lines.next())));
      }
    }
  }

  /** The lines of one kind, to be taken one by one. */
  Section section(Kind kind) {
    return new Section(new Lines(path), kind);
  }

  /** Lines of one kind, with a look at the next. */
  static final class Section implements AutoCloseable {
    private final Lines lines;
    private final Kind kind;
    private @Nullable Line next;

    private Section(Lines lines, Kind kind) {
      this.lines = lines;
      this.kind = kind;
      String text = lines.next();
      while (text != null && !text.startsWith(kind.begin())) {
        text = lines.next();
      }
      next = text == null ? null : parse(lines, text);
    }

    /** The line that comes next, or null after the last one. */
    @Nullable Line peek() {
      return next;
    }

    /** Takes it. */
    @Nullable Line take() {
      Line taken = next;
      String text = taken == null ? null : lines.next();
      next = text == null || !text.startsWith(kind.begin()) ? null : parse(lines, text);
      return taken;
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
