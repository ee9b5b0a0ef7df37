package dev.darkroom.bench;

import dev.darkroom.bench.Sizes.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Measures and prints the figures, each against a peer or a limit in the same run. */
@SuppressWarnings("SystemOut") // A program for the terminal.
public final class Bench {
  /** They take long, so they are only measured when they are named. */
  private static final Set<String> NAMED = Set.of("soak", "growth", "growth-surreal");

  private Bench() {}

  private static Map<String, Measurement> all() {
    Map<String, Measurement> all = new LinkedHashMap<>();
    all.put("status", new StatusReads());
    all.put("jobs", new Throughput());
    all.put("stream", new StreamLatency());
    all.put("restart", new Restart());
    all.put("stitch", new StitchTime());
    all.put("start", new StartUp());
    all.put("heap", new JobHeap());
    all.put("webhooks", new Webhooks());
    all.put("shed", new Shedding());
    all.put("parts", new MicroParts());
    all.put("soak", new Soak());
    all.put("growth", new Growth("SQLite", Size.GROWTH, Duration.ofMillis(500), SqliteGrowth::new));
    all.put(
        "growth-surreal",
        new Growth("SurrealDB", Size.GROWTH_SURREAL, Duration.ofSeconds(2), SurrealGrowth::start));
    return all;
  }

  /** Takes names and sizes; see the words for an argument that is not understood. */
  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    Map<String, Measurement> all = all();
    Set<String> names = new LinkedHashSet<>();
    Sizes sizes = new Sizes();
    for (String arg : args) {
      if (all.containsKey(arg)) {
        names.add(arg);
      } else if (!sizes.take(arg)) {
        System.err.println("Not understood: " + arg);
        System.err.println("Name any of " + String.join(", ", all.keySet()) + ";");
        System.err.println(
            "without a name, all are measured but " + String.join(", ", NAMED) + ".");
        System.err.println("Sizes, which are not written to bench/RESULTS.md: " + sizes);
        System.exit(2);
      }
    }
    if (names.isEmpty()) {
      names.addAll(all.keySet());
      names.removeAll(NAMED);
    }
    Path target = Path.of(System.getProperty("darkroom.jar")).toAbsolutePath().resolveSibling("");
    Results results =
        Results.read(
            target.resolve("../bench/RESULTS.md").normalize(),
            "%s%n- Sizes: %s".formatted(Machine.words(target), sizes),
            List.copyOf(all.keySet()));
    List<Figure> figures = new ArrayList<>();
    for (String name : names) {
      System.out.println("Measuring: " + name);
      long start = System.nanoTime();
      List<Figure> these = measure(target, Objects.requireNonNull(all.get(name)), sizes);
      figures.addAll(these);
      System.out.printf("%s took %.0f s%n", name, (System.nanoTime() - start) / 1e9);
      // At once: a later one that fails takes nothing away.
      if (!sizes.given()) {
        results.write(name, these);
      }
    }
    Table.print(figures);
    // Some of the peers' threads would stay.
    System.exit(0);
  }

  private static List<Figure> measure(Path target, Measurement measurement, Sizes sizes)
      throws Exception {
    Path folder = Files.createTempDirectory(target, "bench-");
    try {
      return measurement.run(folder, sizes);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
