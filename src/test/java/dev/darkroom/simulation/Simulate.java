package dev.darkroom.simulation;

import dev.darkroom.db.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lives through many cases, and tells of the first that breaks what must always be true. */
final class Simulate {
  /** Rows are as durable in memory as a case needs them, and much quicker. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final long SAY_EACH = 250;

  private static final String USAGE =
      "simulate takes --seeds N, --from S, or --seed S, each a whole number, and --plant NAME: "
          + Stream.of(Plant.values())
              .map(plant -> plant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .collect(Collectors.joining(", "));

  private final Plant plant;
  private final long first;
  private final long cases;
  private final AtomicLong next;
  private volatile @Nullable Failure failure;

  /**
   * Some cases in a row.
   *
   * @param first the seed of the first
   */
  Simulate(Plant plant, long first, long cases) {
    this.plant = plant;
    this.first = first;
    this.cases = cases;
    this.next = new AtomicLong(first);
    // What servers log of their troubles is not what is asked here.
    Logger.getLogger("dev.darkroom").setLevel(Level.OFF);
  }

  /** A case that broke. */
  record Failure(long seed, String weather, String what, List<String> notes) {}

  /** All that happened, and the first failure, at which it ends. */
  record Report(Tally tally, Optional<Failure> failure) {}

  Report run() throws InterruptedException, IOException {
    Tally sum = new Tally();
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Tally>> parts = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        parts.add(pool.submit(this::work));
      }
      for (Future<Tally> part : parts) {
        sum.add(part.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return new Report(sum, Optional.ofNullable(failure));
  }

  private Tally work() throws IOException {
    Tally sum = new Tally();
    Path folder =
        Files.isDirectory(MEMORY)
            ? Files.createTempDirectory(MEMORY, "simulation-")
            : Files.createTempDirectory("simulation-");
    try (SqliteFile rows = new SqliteFile(folder.resolve("rows.db"))) {
      while (failure == null) {
        long seed = next.getAndIncrement();
        if (seed >= first + cases) {
          break;
        }
        rows.empty();
        live(seed, rows, sum);
      }
    } finally {
      delete(folder);
    }
    return sum;
  }

  private void live(long seed, SqliteFile rows, Tally sum) {
    World world = new World(seed, plant, rows);
    try {
      sum.add(world.run());
      lived(seed);
    } catch (Broken | AssertionError | RuntimeException e) {
      synchronized (this) {
        Failure before = failure;
        if (before == null || seed < before.seed) {
          failure =
              new Failure(
                  seed, world.weather.toString(), String.valueOf(e.getMessage()), world.notes());
        }
      }
    }
  }

  /** Now and then, for whoever waits. */
  @SuppressWarnings("SystemOut") // A program for the terminal.
  private void lived(long seed) {
    long done = seed - first + 1;
    if (done % SAY_EACH == 0 && done < cases) {
      System.err.printf("%d of %d cases%n", done, cases);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * {@code --seeds N}: how many cases, 1000 unless told; {@code --from S}: the seed of the first;
   * {@code --seed S}: only this one; {@code --plant NAME}: with a bug.
   */
  @SuppressWarnings("SystemOut") // A program for the terminal.
  public static void main(String[] args) throws Exception {
    long first = 1;
    long cases = 1000;
    Plant plant = Plant.NONE;
    try {
      for (int i = 0; i < args.length; i += 2) {
        String value = args[i + 1];
        switch (args[i]) {
          case "--seeds" -> cases = Long.parseLong(value);
          case "--from" -> first = Long.parseLong(value);
          case "--seed" -> {
            first = Long.parseLong(value);
            cases = 1;
          }
          case "--plant" -> plant = Plant.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
          default -> throw new IllegalArgumentException(args[i]);
        }
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println(USAGE);
      System.exit(2);
    }
    long startNanos = System.nanoTime();
    Report report = new Simulate(plant, first, cases).run();
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    Tally tally = report.tally();
    System.out.printf(
        "%d cases in %d s: %.1f a second%n%s%n",
        tally.cases, took.toSeconds(), tally.cases * 1000.0 / took.toMillis(), tally);
    report
        .failure()
        .ifPresentOrElse(
            broken -> {
              broken.notes().forEach(System.out::println);
              System.out.printf(
                  "%nSeed %d breaks: %s%nIts weather: %s%nSee it again by: ./darkroom simulate"
                      + " --seed %d%n",
                  broken.seed, broken.what, broken.weather, broken.seed);
            },
            () -> System.out.println("0 broken invariants"));
    System.exit(report.failure().isPresent() ? 1 : 0);
  }
}
