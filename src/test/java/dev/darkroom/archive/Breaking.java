package dev.darkroom.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An archive whose process ends after so many batches, or before the end is written. */
final class Breaking implements Archive {
  private final Archive archive;
  private int batches;

  /** How many lines were in each batch. */
  final List<Integer> sizes = new ArrayList<>();

  static final class Off extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  Breaking(Archive archive, int batches) {
    this.archive = archive;
    this.batches = batches;
  }

  @Override
  public Optional<String> busy(Instant now) {
    return archive.busy(now);
  }

  @Override
  public boolean isEmpty() {
    return archive.isEmpty();
  }

  @Override
  public void read(Kind kind, Consumer<Line> to) {
    archive.read(kind, to);
  }

  @Override
  public boolean takes(Line line) {
    return archive.takes(line);
  }

  @Override
  public void put(String digest, List<Line> lines) {
    if (batches == 0) {
      throw new Off();
    }
    batches--;
    sizes.add(lines.size());
    archive.put(digest, lines);
  }

  @Override
  public Optional<String> unfinishedImport() {
    return archive.unfinishedImport();
  }

  @Override
  public Beginning begin(String digest) {
    return archive.begin(digest);
  }

  @Override
  public void finish(String digest) {
    throw new Off();
  }
}
