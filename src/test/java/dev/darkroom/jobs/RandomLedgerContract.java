package dev.darkroom.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random lives of many jobs and random grants. After every step the book must balance; a failing
 * seed is printed and replays.
 */
public abstract class RandomLedgerContract {
  private static final int STEPS = 150;

  /** Fresh ones; a file may lie in this folder. */
  protected abstract Rows rows(Path folder);

  @Property(tries = 15)
  protected void theBookBalancesWhateverHappens(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("ledger");
    try (Rows rows = rows(folder)) {
      RandomLedger ledger = new RandomLedger(rows, new Random(seed));
      for (int i = 0; i < STEPS; i++) {
        ledger.step();
        ledger.check(rows.book());
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
