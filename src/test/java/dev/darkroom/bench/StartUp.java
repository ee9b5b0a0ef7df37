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
    double[] own = new double[starts];
    double[] empty = new double[starts];
    // The first start makes the database; it is not counted, like the first reading of each jar.
    own(folder);
    empty(emptyJar);
    for (int i = 0; i < starts; i++) {
      own[i] = own(folder);
      empty[i] = empty(emptyJar);
    }
    double ours = Throughput.median(own);
    double theirs = Throughput.median(empty);
    return List.of(
        Figure.of(
            what,
            "%.2f s = %.1f × an empty Quarkus application (%.2f s)"
                .formatted(ours, ours / theirs, theirs),
            "≤ 2 ×",
            ours <= BAR * theirs));
  }

  private static double own(Path folder) throws IOException, InterruptedException {
    try (PackagedServer server = PackagedServer.darkroom(folder, Map.of())) {
      return server.awaitServing("/api/session").toMillis() / 1e3;
    }
  }

  private static double empty(Path jar) throws IOException, InterruptedException {
    try (PackagedServer server = PackagedServer.empty(jar)) {
      return server.awaitServing("/").toMillis() / 1e3;
    }
  }
}
