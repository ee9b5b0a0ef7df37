package dev.darkroom.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Whether something stays as it is under load. The first quarter is warm-up; the median of the last
 * quarter may be a tenth above the median of the second, and by a little of its unit.
 */
record Flat(List<Vitals> samples) {
  private static final double GROWTH_BAR = 1.1;

  /**
   * A figure.
   *
   * @param slack how much it moves by chance
   */
  Figure of(String what, String unit, long slack, ToLongFunction<Vitals> value) {
    int quarter = samples.size() / 4;
    long before = median(samples.subList(quarter, 2 * quarter), value);
    long after = median(samples.subList(samples.size() - quarter, samples.size()), value);
    long most = samples.stream().mapToLong(value).max().orElseThrow();
    return Figure.of(
        what,
        "%d → %d %s, at most %d".formatted(before, after, unit, most).replace(" ,", ","),
        "≤ 1.1 × + %d".formatted(slack),
        after <= GROWTH_BAR * before + slack);
  }

  private static long median(List<Vitals> some, ToLongFunction<Vitals> value) {
    return some.stream().mapToLong(value).sorted().skip(some.size() / 2).findFirst().orElseThrow();
  }
}
