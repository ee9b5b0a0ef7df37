package dev.darkroom.emulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What every run of this emulator shares, and from which its workbench is laid. */
record Benches(CdnFiles files, Downloads downloads, Duration runDelay, InstantSource clock) {

  /**
   * Lays a bench.
   *
   * @param key under which the run's files are kept; the same run again replaces them
   * @param cancelled asked between steps
   */
  Bench lay(String key, Consumer<LogLine> log, BooleanSupplier cancelled) {
    return new Bench(key, this, log, cancelled);
  }
}
