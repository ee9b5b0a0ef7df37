package dev.darkroom.bench;

import dev.darkroom.bench.Sizes.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures and prints the figures, each against a peer or a limit in the same run. */
@SuppressWarnings("SystemOut") // A program for the terminal.
public final class Bench {
  private Bench() {}

  /** Takes {@code only=name} and sizes; see the words for an argument that is not understood. */
  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    Map<String, Measurement> all = new LinkedHashMap<>();
    all.put("jobs", new Throughput());
    all.put("status", new StatusReads());
    all.put("restart", new Restart());
    all.put("start", new StartUp());
    all.put("webhooks", new Webhooks());
    all.put("stream", new StreamLatency());
    Sizes sizes = new Sizes();
    for (String arg : args) {
      if (arg.startsWith("only=") && all.containsKey(arg.substring(5))) {
        all.keySet().retainAll(List.of(arg.substring(5)));
      } else if (!sizes.take(arg)) {
        System.err.println("Not understood: " + arg);
        System.err.println(
            "Use only=jobs|status|restart|start|webhooks|stream, or a size as in " + sizes());
        System.exit(2);
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (Map.Entry<String, Measurement> one : all.entrySet()) {
      System.out.println("Measuring: " + one.getKey());
      figures.addAll(measure(one.getValue(), sizes));
    }
    Table.print(figures);
    // Some of the peers' threads would stay.
    System.exit(0);
  }

  private static List<Figure> measure(Measurement measurement, Sizes sizes) throws Exception {
    Path target = Path.of(System.getProperty("darkroom.jar")).toAbsolutePath().getParent();
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

  private static String sizes() {
    return Arrays.stream(Size.values()).map(Size::toString).collect(Collectors.joining(" "));
  }
}
