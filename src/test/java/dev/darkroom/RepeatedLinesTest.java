package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One trouble does not fill the log, and hides no other. */
class RepeatedLinesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final RepeatedLines filter = new RepeatedLines(nanos::get);

  private static ExtLogRecord line(String words, String value, @Nullable Throwable thrown) {
    ExtLogRecord line =
        new ExtLogRecord(Level.SEVERE, words, FormatStyle.PRINTF, RepeatedLines.class.getName());
    line.setLoggerName("dev.darkroom.jobs.Worker");
    line.setParameters(new Object[] {value});
    line.setThrown(thrown);
    return line;
  }

  private static String said(ExtLogRecord line) {
    return line.getMessage().formatted(line.getParameters());
  }

  private int written(int lines, String words, @Nullable Throwable thrown) {
    int written = 0;
    for (int i = 0; i < lines; i++) {
      written += filter.isLoggable(line(words, "job-" + i, thrown)) ? 1 : 0;
    }
    return written;
  }

  @Test
  void ofManyThatDifferInDetailsFewAreWritten() {
    assertEquals(50, written(10_000, "Job %s met trouble", null));
    assertEquals(2, written(10_000, "Job %s could not be recorded", new IOException("full")));
    assertEquals(1, written(1, "Job %s was done", null), "another kind of line");
    assertEquals(
        2, written(10, "Job %s could not be recorded", new IllegalStateException("another")));
  }

  @Test
  void theNextOneTellsHowManyWereNot() {
    written(100, "Job %s met trouble", null);
    nanos.addAndGet(9_999_999_999L);
    assertFalse(filter.isLoggable(line("Job %s met trouble", "a", null)));
    nanos.addAndGet(1);
    ExtLogRecord next = line("Job %s met trouble", "b", null);
    assertTrue(filter.isLoggable(next));
    assertEquals("Job b met trouble (and 51 more lines like this one)", said(next));
    ExtLogRecord afterwards = line("Job %s met trouble", "c", null);
    assertTrue(filter.isLoggable(afterwards));
    assertEquals("Job c met trouble", said(afterwards));
  }

  @Test
  void linesThatAreAllDifferentAreNotKeptInMind() {
    for (int i = 0; i < 100_000; i++) {
      assertTrue(filter.isLoggable(line("words " + i, "", null)));
    }
    assertTrue(filter.kinds() <= 1_001, () -> filter.kinds() + " kinds");
  }

  @Test
  void whatAnOperatorDoesIsWrittenEachTime() {
    for (int i = 0; i < 1000; i++) {
      ExtLogRecord done = line("Operator %s released a job", "olivia", null);
      done.setLevel(Level.INFO);
      assertTrue(filter.isLoggable(done));
    }
    assertEquals(0, filter.kinds());
  }
}
