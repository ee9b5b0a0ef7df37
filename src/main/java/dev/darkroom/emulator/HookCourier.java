package dev.darkroom.emulator;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Brings webhooks to where they belong, and says how they were received.
 *
 * <p>fal makes no call to loopback and private addresses. This one does, since the application that
 * it serves usually runs beside it.
 */
final class HookCourier implements AutoCloseable {
  private static final long MAX_ANSWER_BYTES = 1 << 20;

  private final CallCounts counts;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** How a call was received, the best first. */
  enum Reception {
    /** Any 2xx. */
    ACCEPTED,
    /** Any 3xx, which fal takes for a wrong address and does not try again. */
    MOVED,
    /** Any other answer, or none in time. */
    FAILED
  }

  HookCourier(CallCounts counts) {
    this.counts = counts;
  }

  /** Sends it so many times at once, and gives back the best reception. */
  Reception send(HttpRequest post, int copies, Duration timeout) throws InterruptedException {
    long endNanos = System.nanoTime() + timeout.toNanos();
    List<CompletableFuture<HttpResponse<Void>>> sent =
        Stream.generate(() -> begin(post)).limit(copies).toList();
    try {
      Reception best = Reception.FAILED;
      for (var one : sent) {
        best = Collections.min(List.of(best, reception(one, endNanos - System.nanoTime())));
      }
      return best;
    } finally {
      sent.forEach(one -> one.cancel(true));
    }
  }

  private CompletableFuture<HttpResponse<Void>> begin(HttpRequest post) {
    counts.add(Call.WEBHOOK);
    return client.sendAsync(
        post, BodyHandlers.limiting(BodyHandlers.discarding(), MAX_ANSWER_BYTES));
  }

  private static Reception reception(CompletableFuture<HttpResponse<Void>> answer, long nanos)
      throws InterruptedException {
    try {
      return switch (answer.get(nanos, TimeUnit.NANOSECONDS).statusCode() / 100) {
        case 2 -> Reception.ACCEPTED;
        case 3 -> Reception.MOVED;
        default -> Reception.FAILED;
      };
    } catch (ExecutionException | TimeoutException _) {
      return Reception.FAILED;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
