package dev.darkroom.jobs;

import dev.darkroom.provider.LogLine;
import java.util.List;

/** The last lines that a model logged, few and short, to stand on the job's row. */
final class ModelLog {
  private static final int LINES_MAX = 20;
  private static final int LINE_CHARS_MAX = 200;

  private ModelLog() {}

  static List<String> last(List<LogLine> lines) {
    return lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size()).stream()
        .map(line -> cut(line.message()))
        .toList();
  }

  private static String cut(String text) {
    return text.length() <= LINE_CHARS_MAX ? text : text.substring(0, LINE_CHARS_MAX);
  }
}
