package dev.darkroom.emulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One accepted request while it lives in memory: its state and its log. */
final class QueuedRequest {
  private static final int MAX_LOG_LINES = 200;

  private final Submission submission;
  private List<LogLine> logs = List.of();
  private State state;
  private boolean cancelRequested;

  sealed interface State {}

  record Waiting() implements State {}

  record Running(Instant since) implements State {}

  /** Its body and its log stay on disk only. */
  record Done(Outcome outcome) implements State {}

  QueuedRequest(Submission submission, State state) {
    this.submission = submission;
    this.state = state;
  }

  Submission submission() {
    return submission;
  }

  String id() {
    return submission.id();
  }

  synchronized State state() {
    return state;
  }

  synchronized List<LogLine> logs() {
    return List.copyOf(logs);
  }

  synchronized boolean cancelRequested() {
    return cancelRequested;
  }

  synchronized void requestCancel() {
    cancelRequested = true;
  }

  /** Moves on and wakes those that watch; a finished request never changes again. */
  synchronized boolean move(State next) {
    if (state instanceof Done) {
      return false;
    }
    state = next;
    if (next instanceof Done) {
      logs = List.of();
    }
    notifyAll();
    return true;
  }

  synchronized void log(LogLine line) {
    if (!(state instanceof Done) && logs.size() < MAX_LOG_LINES) {
      // Most requests only wait, and need no list.
      logs = logs.isEmpty() ? new ArrayList<>() : logs;
      logs.add(line);
      notifyAll();
    }
  }

  /** Waits until the state or the log differ from what was seen, or the time is up. */
  synchronized void awaitNews(State seen, int seenLogs, Duration atMost)
      throws InterruptedException {
    long endNanos = System.nanoTime() + atMost.toNanos();
    while (state.equals(seen) && logs.size() == seenLogs) {
      long leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return;
      }
      wait(leftMillis);
    }
  }
}
