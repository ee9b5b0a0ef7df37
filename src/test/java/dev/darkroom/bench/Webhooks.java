package dev.darkroom.bench;

import dev.darkroom.bench.Sizes.Size;
import dev.darkroom.emulator.Accepted;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.Way;
import dev.darkroom.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How soon genuine webhooks of a job under way are answered, each with its nudge on disk. */
final class Webhooks implements Measurement {
  private static final double BAR_MS = 50;
  private static final int CALLERS = 4;
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    Path provider = folder.resolve("provider");
    try (Emulator emulator =
            Emulator.start(EmulatorSettings.forTests(provider.resolve("emulator")));
        PackagedServer server =
            PackagedServer.darkroom(
                folder.resolve("data"),
                Map.of(
                    "FAL_KEY", "bench:bench",
                    "FAL_QUEUE_URL", emulator.queueUrl().toString(),
                    "FAL_REST_URL", emulator.restUrl().toString()))) {
      server.awaitServing("/api/session");
      emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
      new TinyJob(server).submit();
      Accepted request = accepted(emulator);
      SignedWebhook webhook =
          new SignedWebhook(
              URI.create(request.webhookUrl().orElseThrow()),
              request.requestId(),
              Instant.now(),
              SignedWebhook.providersKey(provider));
      measure(webhook, WARM_UP);
      List<Double> ms = measure(webhook, Duration.ofSeconds(sizes.get(Size.SECONDS)));
      double p99 = ms.get(ms.size() * 99 / 100);
      return List.of(
          Figure.of(
              "webhooks answered, p99",
              "%.1f ms of %,d, %d at a time; p50 %.1f ms"
                  .formatted(p99, ms.size(), CALLERS, ms.get(ms.size() / 2)),
              "≤ 50 ms",
              p99 <= BAR_MS));
    }
  }

  private static Accepted accepted(Emulator emulator) throws InterruptedException {
    while (emulator.accepted().isEmpty()) {
      Thread.sleep(20);
    }
    return emulator.accepted().getFirst();
  }

  /** Latencies in milliseconds, the shortest first. */
  private List<Double> measure(SignedWebhook webhook, Duration within) throws Exception {
    HttpRequest request = webhook.at(Instant.now()).request();
    long end = System.nanoTime() + within.toNanos();
    Callable<List<Double>> caller =
        () -> {
          List<Double> ms = new ArrayList<>();
          for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 204) {
              throw new IllegalStateException("a webhook was answered " + status);
            }
            ms.add((System.nanoTime() - start) / 1e6);
          }
          return ms;
        };
    List<Double> all = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Double>>> parts = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        parts.add(callers.submit(caller));
      }
      for (Future<List<Double>> part : parts) {
        all.addAll(part.get());
      }
    }
    return all.stream().sorted().toList();
  }
}
