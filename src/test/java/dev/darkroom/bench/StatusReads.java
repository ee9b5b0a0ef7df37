package dev.darkroom.bench;

import dev.darkroom.bench.Loader.Load;
import dev.darkroom.bench.Sizes.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Status reads with many jobs stored, against an endpoint of the same server that only answers:
 * {@code /api/session}, three constant fields as JSON.
 */
final class StatusReads implements Measurement {
  private static final double RATE_BAR = 0.7;
  private static final double LATENCY_BAR = 3;
  private static final int TURNS = 4;
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    int stored = sizes.get(Size.STORED);
    StoredJobs.fill(folder, Instant.now(), stored, 0, 0);
    Supplier<String> empty = () -> "/api/session";
    Supplier<String> status =
        () ->
            "/api/tools/status?jobId=" + StoredJobs.idOfCaller(ThreadLocalRandom.current(), stored);
    try (PackagedServer server = PackagedServer.darkroom(folder, Map.of())) {
      server.awaitServing(empty.get());
      Loader loader = new Loader(server.port(), sizes.get(Size.CONNECTIONS));
      loader.run(WARM_UP, empty);
      loader.run(WARM_UP, status);
      Duration turn = Duration.ofSeconds(sizes.get(Size.SECONDS)).dividedBy(TURNS);
      Load empties = loader.run(turn, empty);
      Load statuses = loader.run(turn, status);
      for (int i = 1; i < TURNS; i++) {
        empties = empties.plus(loader.run(turn, empty));
        statuses = statuses.plus(loader.run(turn, status));
      }
      return figures("status reads, %,d jobs stored".formatted(stored), statuses, empties);
    }
  }

  private static List<Figure> figures(String what, Load status, Load empty) {
    double rate = status.perSecond() / empty.perSecond();
    double p99 = status.quantileMs(0.99) / empty.quantileMs(0.99);
    return List.of(
        Figure.of(
            what,
            "%.0f/s = %.0f %% of /api/session (%.0f/s)"
                .formatted(status.perSecond(), 100 * rate, empty.perSecond()),
            "≥ 70 %",
            rate >= RATE_BAR),
        Figure.of(
            what + ", p99",
            "%.2f ms = %.1f × /api/session (%.2f ms)"
                .formatted(status.quantileMs(0.99), p99, empty.quantileMs(0.99)),
            "≤ 3 ×",
            p99 <= LATENCY_BAR));
  }
}
