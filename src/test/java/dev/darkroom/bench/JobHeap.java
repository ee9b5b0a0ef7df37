package dev.darkroom.bench;

import dev.darkroom.bench.Sizes.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a job under way costs in heap: what is live after full collections in a server with many of
 * them, less that of a server with few.
 */
final class JobHeap implements Measurement {
  private static final long BAR_BYTES = 2048;

  /** So many are at the provider in each server, so that none of those that wait has its turn. */
  private static final int FULL = GrowthPoint.AT_PROVIDER;

  private static final Duration GIVE_UP = Duration.ofMinutes(2);
  private static final Duration REST = Duration.ofSeconds(5);

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    int count = sizes.get(Size.HEAP_JOBS);
    long none = liveBytes(folder.resolve("none"), FULL, 0);
    long waiting = liveBytes(folder.resolve("waiting"), FULL, count);
    long atProvider = liveBytes(folder.resolve("provider"), FULL + count, 0);
    return List.of(
        figure("heap for one waiting job", count, waiting, none),
        figure("heap for one job at the provider", count, atProvider, none));
  }

  private static long liveBytes(Path folder, int atProvider, int waiting) throws Exception {
    Files.createDirectories(folder);
    StoredJobs.fill(folder, Instant.now(), 0, atProvider, waiting);
    try (NoOpProvider provider = NoOpProvider.never();
        PackagedServer server =
            PackagedServer.darkroom(
                folder,
                Map.of("FAL_KEY", NoOpProvider.KEY, "FAL_QUEUE_URL", provider.url().toString()))) {
      server.awaitServing("/api/session");
      while (provider.asked() < atProvider && server.age().compareTo(GIVE_UP) < 0) {
        Thread.sleep(100);
      }
      Thread.sleep(REST);
      // A collection may let go of what the next one takes: caches of the JVM's own, above all.
      server.liveHeapBytes();
      return server.liveHeapBytes();
    }
  }

  private static Figure figure(String what, int count, long with, long without) {
    long each = (with - without) / count;
    return Figure.of(
        what,
        "%,d B: %,d more of them live in %.1f MB, without in %.1f MB"
            .formatted(each, count, with / 1e6, without / 1e6),
        "≤ 2 KB",
        each <= BAR_BYTES);
  }
}
