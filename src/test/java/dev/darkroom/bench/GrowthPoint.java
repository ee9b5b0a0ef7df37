package dev.darkroom.bench;

import dev.darkroom.bench.Loader.Load;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Rows;
import dev.darkroom.jobs.Transitions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** So many stored jobs in one store, the server on it, and what was measured there. */
final class GrowthPoint implements AutoCloseable {
  /** As many as the server may have at the provider: it stays at its limit, and starts no other. */
  static final int AT_PROVIDER = 40;

  private static final int CALLERS = 2;
  private static final Cause AGAIN = new Cause("AGAIN", "It waits again.");
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final int stored;
  private final Instant filled;
  private final Path folder;
  private final Map<String, String> settings;
  private final Map<Timed, Load> loads = new EnumMap<>(Timed.class);
  private final List<Double> restartSeconds = new ArrayList<>();
  private @Nullable PackagedServer server;

  /** What is timed. */
  enum Timed {
    SUBMIT("submit (HTTP)"),
    STATUS("status (HTTP)"),
    LIST("list (HTTP)"),
    CLAIM("claim (store)");

    final String words;

    Timed(String words) {
      this.words = words;
    }
  }

  /**
   * A point whose rows are there.
   *
   * @param filled when its jobs were made
   * @param folder the server's
   * @param settings the server's, with its provider
   */
  GrowthPoint(int stored, Instant filled, Path folder, Map<String, String> settings) {
    this.stored = stored;
    this.filled = filled;
    this.folder = folder;
    this.settings = settings;
  }

  /** Fills a folder with so many jobs, a tenth of them unfinished. */
  static void fill(Path folder, int stored, Instant now) throws Exception {
    int unfinished = stored / 10;
    StoredJobs.fill(
        folder, now, stored - unfinished, AT_PROVIDER, Math.max(0, unfinished - AT_PROVIDER));
  }

  int stored() {
    return stored;
  }

  double restartSeconds() {
    return Throughput.median(restartSeconds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  Load load(Timed timed) {
    return loads.getOrDefault(timed, Load.NONE);
  }

  /** Ends the server, if there is one, and starts it again. */
  void restart() throws IOException, InterruptedException {
    close();
    server = PackagedServer.darkroom(folder, settings);
    restartSeconds.add(server.awaitServing("/api/session").toMillis() / 1e3);
  }

  /** Loads the server in each way; counted if this is no warm-up. */
  void ask(Duration reading, int submits, boolean counted) throws Exception {
    PackagedServer running = Objects.requireNonNull(server);
    Loader loader = new Loader(running.port(), CALLERS);
    int completed = stored - stored / 10;
    add(
        Timed.STATUS,
        counted,
        loader.run(
            reading,
            () ->
                "/api/tools/status?jobId="
                    + StoredJobs.idOfCaller(ThreadLocalRandom.current(), completed)));
    add(Timed.LIST, counted, loader.run(reading, () -> "/api/jobs?limit=20"));
    add(Timed.SUBMIT, counted, submit(new TinyJob(running), submits));
  }

  /** Each is cancelled again, so that the line stays as long as it is. */
  private static Load submit(TinyJob job, int count) throws InterruptedException {
    AtomicLongArray nanos = new AtomicLongArray(count);
    Parallel.forEach(
        CALLERS,
        count,
        i -> {
          try {
            long start = System.nanoTime();
            String id = job.submit();
            nanos.set(i, System.nanoTime() - start);
            job.cancel(id);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("a submit broke off", e);
          }
        });
    return Load.of(LongStream.range(0, count).map(i -> nanos.get((int) i)).toArray());
  }

  /**
   * Claims the next waiting job, and sends it back into the line; again and again. Those at the
   * provider are not due at that time.
   */
  void claim(Rows rows, int count) {
    JobStore store = rows.jobs();
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      Job job = store.claim("bench", filled, filled.plus(LEASE), 1, Integer.MAX_VALUE).getFirst();
      nanos[i] = System.nanoTime() - start;
      Outcome back = new Outcome.Retry(AGAIN, filled);
      if (store.record(Transitions.after(job, back, filled), filled).isEmpty()) {
        throw new IllegalStateException("a claimed job was changed: " + job);
      }
    }
    add(Timed.CLAIM, true, Load.of(nanos));
  }

  private void add(Timed timed, boolean counted, Load load) {
    if (counted) {
      loads.merge(timed, load, Load::plus);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
