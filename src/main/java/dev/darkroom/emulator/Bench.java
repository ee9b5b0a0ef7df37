package dev.darkroom.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The workbench of one run: logs its steps, takes its time, keeps its files under one key. */
final class Bench implements Workbench, AutoCloseable {
  /** As many steps as a run of a diffusion model commonly shows. */
  private static final int STEPS = 20;

  private final String key;
  private final Benches shared;
  private final Instant start;
  private final Consumer<LogLine> log;
  private final BooleanSupplier cancelled;
  private final List<Path> temporaries = new ArrayList<>();
  private int done;

  Bench(String key, Benches shared, Consumer<LogLine> log, BooleanSupplier cancelled) {
    this.key = key;
    this.shared = shared;
    this.start = shared.clock().instant();
    this.log = log;
    this.cancelled = cancelled;
  }

  @Override
  public void progress(double fraction) throws InterruptedException {
    int reached = (int) Math.floor(Math.clamp(fraction, 0, 1) * STEPS + 1e-9);
    while (done < reached) {
      abandonIfAsked();
      Thread.sleep(shared.runDelay().dividedBy(STEPS));
      done++;
      Instant now = shared.clock().instant();
      double seconds = Duration.between(start, now).toMillis() / 1000.0;
      log.accept(LogLine.step(done, STEPS, seconds, now));
    }
    abandonIfAsked();
  }

  @Override
  public byte[] download(String field, String url) throws ModelException, InterruptedException {
    return shared.downloads().fetch(field, url);
  }

  @Override
  public Path downloadFile(String field, String url) throws ModelException, InterruptedException {
    try {
      return shared.downloads().fetchFile(field, url, temporary(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path temporary(String suffix) throws IOException {
    Path file = Files.createTempFile(shared.files().temporary(), "run-", suffix);
    temporaries.add(file);
    return file;
  }

  @Override
  public String publish(String fileName, Path file) throws IOException {
    return shared.files().publish(key, fileName, file);
  }

  /** Deletes what the run needed for itself. */
  @Override
  public void close() throws IOException {
    for (Path file : temporaries) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public String publish(String fileName, byte[] bytes) throws IOException {
    return shared.files().publish(key, fileName, bytes);
  }

  private void abandonIfAsked() throws InterruptedException {
    if (Thread.interrupted() || cancelled.getAsBoolean()) {
      throw new InterruptedException("the run is abandoned");
    }
  }
}
