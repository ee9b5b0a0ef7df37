package dev.darkroom.bench;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How large the measurements are: {@code stored=1000000} and so on, over defaults. */
final class Sizes {

  /** What can be set, and its default, which suits a few minutes on two cores. */
  enum Size {
    /** Durable jobs in one round. */
    JOBS(4000),
    /** Jobs of each peer in one round. */
    PEER_JOBS(1000),
    /** Rounds in which Darkroom and its peers take turns. */
    ROUNDS(3),
    /** Jobs at the provider at the same time. */
    IN_FLIGHT(200),
    /** Jobs stored while their status is read. */
    STORED(1_000_000),
    /** Seconds of load on each endpoint. */
    SECONDS(8),
    /** Connections of that load. */
    CONNECTIONS(16),
    /** Jobs to take up again after a restart. */
    UNFINISHED(100_000),
    /** Jobs whose heap is counted: so many that wait, and so many at the provider. */
    HEAP_JOBS(20_000),
    /** Jobs stored at the largest point of growth; the others are a tenth of it, and so on. */
    GROWTH(1_000_000),
    /** The same on SurrealDB, where the import of ten times as many takes five minutes. */
    GROWTH_SURREAL(10_000),
    /** Jobs stored while small parts are measured. */
    PARTS_STORED(100_000),
    /** Turns in which the points of growth are measured. */
    TURNS(8),
    /** Starts of each application. */
    STARTS(5),
    /** Seconds of mixed load with faults. */
    SOAK(600);

    private final int standard;

    Size(int standard) {
      this.standard = standard;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Map<Size, Integer> numbers = new EnumMap<>(Size.class);

  /** Takes an argument if it is one of these. */
  boolean take(String arg) {
    for (Size size : Size.values()) {
      if (arg.matches(size.word() + "=[1-9]\\d{0,8}")) {
        numbers.put(size, Integer.parseInt(arg.substring(size.word().length() + 1)));
        return true;
      }
    }
    return false;
  }

  /** Whether any was given; then the figures are not those that others would get. */
  boolean given() {
    return !numbers.isEmpty();
  }

  /** All of them in words. */
  @Override
  public String toString() {
    return Arrays.stream(Size.values())
        .map(size -> size.word() + "=" + get(size))
        .collect(Collectors.joining(" "));
  }

  int get(Size size) {
    return numbers.getOrDefault(size, size.standard);
  }
}
