package dev.darkroom.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Sees each exception and each error in this process's log, for as long as it is open. */
final class Exceptions extends Handler implements AutoCloseable {
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private Exceptions() {}

  static Exceptions watch() {
    Exceptions exceptions = new Exceptions();
    Logger.getLogger("").addHandler(exceptions);
    return exceptions;
  }

  List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getThrown() != null || line.getLevel().intValue() >= Level.SEVERE.intValue()) {
      seen.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
    }
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(this);
  }
}
