package dev.darkroom.bench;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

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
    STORED(200_000),
    /** Seconds of load on each endpoint. */
    SECONDS(8),
    /** Connections of that load. */
    CONNECTIONS(16),
    /** Jobs to take up again after a restart. */
    UNFINISHED(100_000),
    /** Starts of each application. */
    STARTS(5);

    private final int standard;

    Size(int standard) {
      this.standard = standard;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return word() + "=" + standard;
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

  int get(Size size) {
    return numbers.getOrDefault(size, size.standard);
  }
}
