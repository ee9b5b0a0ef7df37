package dev.darkroom.jobs;

import dev.darkroom.provider.LogLine;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads how far a model is from its log: many print a progress bar that begins with a percentage.
 */
final class LogProgress {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})%");

  private LogProgress() {}

  /** 0 to 1 by the last line that names a percentage, or null if none does. */
  static @Nullable Double of(List<LogLine> logs) {
    for (LogLine line : logs.reversed()) {
      MatchResult last = PERCENT.matcher(line.message()).results().reduce((a, b) -> b).orElse(null);
      if (last != null) {
        return Math.min(Integer.parseInt(last.group(1)), 100) / 100.0;
      }
    }
    return null;
  }
}
