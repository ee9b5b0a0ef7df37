package dev.darkroom.testing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code /q/metrics} answered.
 *
 * @param samples by name
 * @param types as in {@code # TYPE}, by family
 */
public record Scrape(Map<String, List<Sample>> samples, Map<String, String> types) {
  /** An example of a trace may follow the value. */
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z][a-zA-Z0-9_]*)(?:\\{(.*)})? ([-+0-9.eEaNInf]+)(?: # .*)?");

  private static final Pattern LABEL = Pattern.compile("([a-z][a-z_]*)=\"([^\"]*)\"");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

  /** One line. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /** Fails on a line that Prometheus would not understand. */
  public static Scrape of(String text) {
    Map<String, List<Sample>> samples =
        text.lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .map(Scrape::sample)
            .collect(Collectors.groupingBy(Sample::name, TreeMap::new, Collectors.toList()));
    Map<String, String> types = new TreeMap<>();
    TYPE.matcher(text).results().forEach(type -> types.put(type.group(1), type.group(2)));
    return new Scrape(samples, types);
  }

  private static Sample sample(String line) {
    Matcher parts = SAMPLE.matcher(line);
    if (!parts.matches()) {
      throw new AssertionError("not a sample: " + line);
    }
    Map<String, String> labels = new TreeMap<>();
    if (parts.group(2) != null) {
      LABEL.matcher(parts.group(2)).results().forEach(l -> labels.put(l.group(1), l.group(2)));
    }
    return new Sample(parts.group(1), labels, Double.parseDouble(parts.group(3)));
  }

  /** The sum of all samples that have these labels: {@code type=upscale}. */
  public double sum(String name, String... labels) {
    return samples.getOrDefault(name, List.of()).stream()
        .filter(sample -> has(sample, labels))
        .mapToDouble(Sample::value)
        .sum();
  }

  private static boolean has(Sample sample, String... labels) {
    for (String label : labels) {
      String[] parts = label.split("=", 2);
      if (!parts[1].equals(sample.labels().get(parts[0]))) {
        return false;
      }
    }
    return true;
  }

  /** Sums by the values of these labels, joined by a space, without those that are 0. */
  public Map<String, Long> by(String name, String... labels) {
    Map<String, Long> sums = new TreeMap<>();
    for (Sample sample : samples.getOrDefault(name, List.of())) {
      String key =
          List.of(labels).stream().map(sample.labels()::get).collect(Collectors.joining(" "));
      sums.merge(key, Math.round(sample.value()), Long::sum);
    }
    sums.values().removeIf(sum -> sum == 0);
    return sums;
  }

  /** The metrics whose names begin like this; counters as they are queried, with their suffix. */
  public Set<String> families(String prefix) {
    Set<String> families = new TreeSet<>();
    types.forEach(
        (family, type) -> {
          boolean isMost =
              family.endsWith("_max")
                  && "histogram".equals(types.get(family.replaceFirst("_max$", "")));
          if (family.startsWith(prefix) && !isMost) {
            families.add(
                type.equals("counter") ? family.replaceFirst("(_total)?$", "_total") : family);
          }
        });
    return families;
  }
}
