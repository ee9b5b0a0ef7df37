package dev.darkroom.emulator;

import java.time.Instant;
import java.util.Locale;

/** One log entry as fal shows it. */
record LogLine(String message, String level, String source, Instant timestamp) {
  private static final String BLOCKS = " ▏▎▍▌▋▊▉";
  private static final int BAR_CELLS = 10;

  static LogLine info(String message, Instant at) {
    return new LogLine(message, "INFO", "USER", at);
  }

  /** A line as tqdm draws it: {@code 35%|███▌ | 7/20 [00:02<00:04, 3.10it/s]}. */
  static LogLine step(int done, int steps, double seconds, Instant at) {
    int eighths = done * BAR_CELLS * 8 / steps;
    int full = eighths / 8;
    String bar = "█".repeat(full) + (full < BAR_CELLS ? BLOCKS.charAt(eighths % 8) : "");
    double perSecond = seconds > 0 ? done / seconds : 0;
    long left = perSecond > 0 ? Math.round((steps - done) / perSecond) : 0;
    String message =
        String.format(
            Locale.ROOT,
            "%3d%%|%-10s| %d/%d [%s<%s, %5.2fit/s]",
            done * 100 / steps,
            bar,
            done,
            steps,
            clock((long) seconds),
            clock(left),
            perSecond);
    return new LogLine(message, "STDERR", "USER", at);
  }

  private static String clock(long seconds) {
    return String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60);
  }
}
