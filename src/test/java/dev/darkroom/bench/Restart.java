package dev.darkroom.bench;

import dev.darkroom.bench.Sizes.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A restart with many jobs at the provider, which answers at once that it works on them. A job is
 * taken up again when the server has asked about it.
 */
final class Restart implements Measurement {
  private static final Duration SERVING_BAR = Duration.ofSeconds(5);
  private static final Duration TAKEN_UP_BAR = Duration.ofSeconds(60);
  private static final Duration GIVE_UP = Duration.ofMinutes(3);
  private static final long POLL_MS = 100;

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    int count = sizes.get(Size.UNFINISHED);
    StoredJobs.fill(folder, Instant.now(), 0, count, 0);
    try (NoOpProvider provider = NoOpProvider.never();
        PackagedServer server =
            PackagedServer.darkroom(
                folder,
                Map.of("FAL_KEY", NoOpProvider.KEY, "FAL_QUEUE_URL", provider.url().toString()))) {
      Duration serving = server.awaitServing("/api/session");
      long peakBytes = 0;
      while (provider.asked() < count && server.age().compareTo(GIVE_UP) < 0) {
        peakBytes = Math.max(peakBytes, server.heapBytes());
        Thread.sleep(POLL_MS);
      }
      Duration takenUp = server.age();
      int asked = provider.asked();
      return figures(count, serving, takenUp, asked, peakBytes, server.liveHeapBytes());
    }
  }

  private static List<Figure> figures(
      int count, Duration serving, Duration takenUp, int asked, long peakBytes, long liveBytes) {
    String what = "restart with %,d unfinished jobs".formatted(count);
    return List.of(
        Figure.of(
            what + ", serving",
            "%.1f s".formatted(serving.toMillis() / 1e3),
            "≤ 5 s",
            serving.compareTo(SERVING_BAR) <= 0),
        Figure.of(
            what + ", all taken up",
            "%,d in %.0f s = %.0f/s"
                .formatted(asked, takenUp.toMillis() / 1e3, Rate.perSecond(asked, takenUp)),
            "≤ 60 s",
            asked >= count && takenUp.compareTo(TAKEN_UP_BAR) <= 0),
        // It runs under -Xmx512m and would have died of more.
        Figure.of(
            what + ", heap",
            "%d MB at most, %d MB live".formatted(peakBytes >> 20, liveBytes >> 20),
            "≤ 512 MB",
            peakBytes <= 512L << 20));
  }
}
