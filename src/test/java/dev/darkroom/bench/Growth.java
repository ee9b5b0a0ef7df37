package dev.darkroom.bench;

import dev.darkroom.bench.GrowthPoint.Timed;
import dev.darkroom.bench.Sizes.Size;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/**
 * How cost grows with the number of stored jobs. All points of a store are measured in turns under
 * the same load of two callers, so that what the machine does besides meets all alike.
 */
final class Growth implements Measurement {
  private static final double BAR = 1.5;
  private static final int SMALLEST = 1000;
  private static final int RESTARTS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final int SUBMITS = 260;
  private static final int CLAIMS = 260;

  private final String name;
  private final Size largest;
  private final Duration reading;
  private final Opener opener;

  /**
   * On a kind of store.
   *
   * @param reading how long it is read in each turn, so that there are enough answers for a p99
   */
  Growth(String name, Size largest, Duration reading, Opener opener) {
    this.name = name;
    this.largest = largest;
    this.reading = reading;
    this.opener = opener;
  }

  /** Where the jobs of all points are stored. */
  interface Store extends AutoCloseable {
    /** So many jobs are stored. */
    GrowthPoint point(int stored) throws Exception;

    /** Its rows, while no server is at work. */
    Rows rows(int stored);

    @Override
    void close();
  }

  /** Makes a store. */
  interface Opener {
    /**
     * Makes it.
     *
     * @param settings of the servers
     */
    Store open(Path folder, Map<String, String> settings);
  }

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    try (NoOpProvider provider = NoOpProvider.never();
        Store store =
            opener.open(
                folder,
                Map.of("FAL_KEY", NoOpProvider.KEY, "FAL_QUEUE_URL", provider.url().toString()))) {
      return measure(store, sizes);
    } catch (TestAbortedException e) {
      return List.of(Figure.notMeasured(name, "≤ 1.5 ×", "its engine is not there"));
    }
  }

  private List<Figure> measure(Store store, Sizes sizes) throws Exception {
    int turns = sizes.get(Size.TURNS);
    List<GrowthPoint> points = new ArrayList<>();
    try {
      for (int stored = SMALLEST; stored <= sizes.get(largest); stored *= 10) {
        points.add(store.point(stored));
      }
      restart(points);
      ask(points, turns);
    } finally {
      points.forEach(GrowthPoint::close);
    }
    claim(points, turns, store);
    return figures(points);
  }

  /** All but the last time one at a time, so that no other server disturbs. */
  private static void restart(List<GrowthPoint> points) throws Exception {
    for (int i = 1; i < RESTARTS; i++) {
      for (GrowthPoint point : points) {
        point.restart();
        point.close();
      }
    }
    for (GrowthPoint point : points) {
      point.restart();
    }
  }

  private void ask(List<GrowthPoint> points, int turns) throws Exception {
    for (GrowthPoint point : points) {
      point.ask(WARM_UP, SUBMITS, false);
    }
    for (int turn = 0; turn < turns; turn++) {
      List<GrowthPoint> order = new ArrayList<>(points);
      Collections.rotate(order, turn);
      for (GrowthPoint point : order) {
        point.ask(reading, SUBMITS, true);
      }
    }
  }

  private static void claim(List<GrowthPoint> points, int turns, Store store) {
    List<Rows> rows = new ArrayList<>();
    try {
      points.forEach(point -> rows.add(store.rows(point.stored())));
      for (int turn = 0; turn < turns; turn++) {
        for (int i = 0; i < points.size(); i++) {
          points.get(i).claim(rows.get(i), CLAIMS);
        }
      }
    } finally {
      rows.forEach(Rows::close);
    }
  }

  private List<Figure> figures(List<GrowthPoint> points) {
    List<Figure> figures = new ArrayList<>();
    String numbers =
        points.stream()
            .map(point -> String.format(Locale.ROOT, "%,d", point.stored()))
            .collect(Collectors.joining(" · "));
    figures.add(
        Figure.plain(
            name + ": jobs stored", numbers + "; a tenth unfinished, of 10,000 users in all"));
    for (Timed timed : Timed.values()) {
      boolean barred = timed == Timed.SUBMIT || timed == Timed.STATUS;
      for (int percent : List.of(50, 99)) {
        Function<GrowthPoint, Double> ms = point -> point.load(timed).quantileMs(percent / 100.0);
        String what = "%s: %s, p%d".formatted(name, timed.words, percent);
        int fewest = points.stream().mapToInt(p -> p.load(timed).count()).min().orElse(0);
        String samples = percent == 99 ? "; of %,d or more".formatted(fewest) : "";
        figures.add(figure(what, points, ms, "ms", samples, barred && percent == 99));
      }
    }
    figures.add(
        figure(name + ": restart to serving", points, GrowthPoint::restartSeconds, "s", "", false));
    return figures;
  }

  private static Figure figure(
      String what,
      List<GrowthPoint> points,
      Function<GrowthPoint, Double> number,
      String unit,
      String samples,
      boolean barred) {
    double ratio = number.apply(points.getLast()) / number.apply(points.getFirst());
    String measured =
        points.stream()
                .map(point -> "%.2f".formatted(number.apply(point)))
                .collect(Collectors.joining(" · "))
            + " %s = %.2f ×%s".formatted(unit, ratio, samples);
    return barred
        ? Figure.of(what, measured, "≤ 1.5 ×", ratio <= BAR)
        : Figure.plain(what, measured);
  }
}
