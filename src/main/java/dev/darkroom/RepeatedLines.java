package dev.darkroom;

import io.quarkus.logging.LoggingFilter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Keeps one trouble from filling the log: of lines that differ in their details only, few are
 * written in each span of time, fewer if they bring a stack trace, and the next that is says how
 * many were not. Jobs have their own story; nothing of it is lost here.
 */
@LoggingFilter(name = "repeated-lines")
public final class RepeatedLines implements Filter {
  private static final long SPAN_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int LINES_MAX = 50;
  private static final int TRACES_MAX = 2;

  /** Lines whose words are put together by whoever logs are all different. */
  private static final int KINDS_MAX = 1_000;

  private final Map<Kind, Span> spans = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /** As the framework makes one. */
  public RepeatedLines() {
    this(System::nanoTime);
  }

  RepeatedLines(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  int kinds() {
    return spans.size();
  }

  /** What lines have in common: who logs, in which words, and what was thrown. */
  private record Kind(String logger, String words, String thrown) {}

  /** Lines of a kind since then. Guarded by itself. */
  private static final class Span {
    private long startNanos;
    private int lines;
    private int left;

    Span(long startNanos) {
      this.startNanos = startNanos;
    }
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    if (line.getLevel().intValue() < Level.WARNING.intValue()) {
      // What is done is written each time, such as what an operator does; trouble repeats itself.
      return true;
    }
    if (spans.size() > KINDS_MAX) {
      spans.clear();
    }
    Throwable thrown = line.getThrown();
    Kind kind =
        new Kind(
            String.valueOf(line.getLoggerName()),
            String.valueOf(line.getMessage()),
            thrown == null ? "" : thrown.getClass().getName());
    Span span = spans.computeIfAbsent(kind, _ -> new Span(nanoTime.getAsLong()));
    int more = admit(span, nanoTime.getAsLong(), thrown == null ? LINES_MAX : TRACES_MAX);
    if (more > 0) {
      say(line, kind.words() + " (and " + more + " more lines like this one)");
    }
    return more >= 0;
  }

  /** The words may have places for values, of one of several forms. */
  private static void say(LogRecord line, String words) {
    if (line instanceof ExtLogRecord extended) {
      extended.setMessage(words, extended.getFormatStyle());
    } else {
      line.setMessage(words);
    }
  }

  /** Less than zero: not to be written. Else how many were not since the last. */
  private static int admit(Span span, long now, int most) {
    synchronized (span) {
      int left = 0;
      if (now - span.startNanos >= SPAN_NANOS) {
        left = span.left;
        span.startNanos = now;
        span.lines = 0;
        span.left = 0;
      }
      if (span.lines >= most) {
        span.left++;
        return -1;
      }
      span.lines++;
      return left;
    }
  }
}
