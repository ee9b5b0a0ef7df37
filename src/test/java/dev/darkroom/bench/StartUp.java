package dev.darkroom.bench;

import dev.darkroom.bench.Sizes.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The time from the start of the process to the first answer, against an empty application. */
final class StartUp implements Measurement {
  private static final double BAR = 2;

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    String what = "start to first answer";
    Path emptyJar;
    try {
      emptyJar = EmptyApplication.jar();
    } catch (IOException e) {
      return List.of(Figure.notMeasured(what, "≤ 2 ×", String.valueOf(e.getMessage())));
    }
    int starts = sizes.get(Size.STARTS);
    double[] run = new double[starts];
    double[] plain = new double[starts];
    double[] empty = new double[starts];
    // The first starts make the database and the cache of the JVM, and read each jar.
    serving(PackagedServer.byScript(folder));
    serving(PackagedServer.darkroom(folder, Map.of()));
    empty(emptyJar);
    for (int i = 0; i < starts; i++) {
      run[i] = serving(PackagedServer.byScript(folder));
      plain[i] = serving(PackagedServer.darkroom(folder, Map.of()));
      empty[i] = empty(emptyJar);
    }
    double bare = Throughput.median(empty);
    double ours = Throughput.median(run);
    return List.of(
        Figure.of(
            what + ", ./darkroom run, which brings a cache of the JVM",
            compared(ours, bare),
            "≤ 2 ×",
            ours <= BAR * bare),
        Figure.plain(
            what + ", java -jar, as the empty one", compared(Throughput.median(plain), bare)));
  }

  private static String compared(double seconds, double empty) {
    return "%.2f s = %.1f × an empty Quarkus application without a cache (%.2f s)"
        .formatted(seconds, seconds / empty, empty);
  }

  private static double serving(PackagedServer started) throws InterruptedException {
    try (PackagedServer server = started) {
      return server.awaitServing("/api/session").toMillis() / 1e3;
    }
  }

  private static double empty(Path jar) throws IOException, InterruptedException {
    try (PackagedServer server = PackagedServer.empty(jar)) {
      return server.awaitServing("/").toMillis() / 1e3;
    }
  }
}
