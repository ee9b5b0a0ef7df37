package dev.darkroom.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.bench.Sizes.Size;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.testing.SseReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** From the end at the provider to {@code completed} on the stream, one job after another. */
final class StreamLatency implements Measurement {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double BAR_MS = 50;
  private static final int WARM_UP = 100;
  private static final int JOBS_A_SECOND = 25;
  private static final long PAUSE_NANOS = 100_000;

  private final Map<String, Long> completedNanos = new ConcurrentHashMap<>();

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    try (Emulator emulator = Emulator.start(EmulatorSettings.forTests(folder.resolve("emulator")));
        PackagedServer server =
            PackagedServer.darkroom(
                folder.resolve("data"),
                Map.of(
                    "FAL_KEY", "bench:bench",
                    "FAL_QUEUE_URL", emulator.queueUrl().toString(),
                    "FAL_REST_URL", emulator.restUrl().toString()))) {
      server.awaitServing("/api/session");
      try (SseReader stream = new SseReader(server.port(), "/api/events", null, Long.MAX_VALUE)) {
        Thread.startVirtualThread(() -> listen(stream));
        TinyJob job = new TinyJob(server);
        List<Double> ms = new ArrayList<>();
        int jobs = WARM_UP + sizes.get(Size.SECONDS) * JOBS_A_SECOND;
        for (int i = 0; i < jobs; i++) {
          double took = one(job, emulator, i + 1);
          if (i >= WARM_UP) {
            ms.add(took);
          }
        }
        ms.sort(null);
        double p95 = ms.get(ms.size() * 95 / 100);
        return List.of(
            Figure.of(
                "provider done → completed on the stream, p95",
                "%.1f ms of %d; p50 %.1f ms".formatted(p95, ms.size(), ms.get(ms.size() / 2)),
                "≤ 50 ms",
                p95 <= BAR_MS));
      }
    }
  }

  private double one(TinyJob job, Emulator emulator, int requests) throws Exception {
    String id = job.submit();
    while (emulator.accepted().size() < requests || !emulator.settled()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    long doneNanos = System.nanoTime();
    while (!completedNanos.containsKey(id)) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return (completedNanos.get(id) - doneNanos) / 1e6;
  }

  private void listen(SseReader stream) {
    try {
      for (SseReader.Event event = stream.next(); event != null; event = stream.next()) {
        if (event.name().equals("completed")) {
          long nanos = System.nanoTime();
          completedNanos.put(JSON.readTree(event.data()).get("jobId").asText(), nanos);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
