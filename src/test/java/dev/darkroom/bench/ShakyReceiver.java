package dev.darkroom.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Is told how jobs end, and sometimes answers 500, hangs, hangs up, or wants to hear no more. */
final class ShakyReceiver implements AutoCloseable {
  private static final int FAILS_PERCENT = 8;
  private static final int HANGS_PERCENT = 3;
  private static final int CUTS_PERCENT = 3;
  private static final int GONE_PERCENT = 1;

  /** Longer than anybody waits for it. */
  private static final Duration HANG = Duration.ofSeconds(25);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger well = new AtomicInteger();
  private final AtomicInteger badly = new AtomicInteger();

  ShakyReceiver() throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange told) throws IOException {
    try (told) {
      told.getRequestBody().transferTo(OutputStream.nullOutputStream());
      int dice = ThreadLocalRandom.current().nextInt(100);
      if (dice >= FAILS_PERCENT + HANGS_PERCENT + CUTS_PERCENT + GONE_PERCENT) {
        well.incrementAndGet();
        told.sendResponseHeaders(204, -1);
        return;
      }
      badly.incrementAndGet();
      if (dice < FAILS_PERCENT) {
        told.sendResponseHeaders(500, -1);
      } else if (dice < FAILS_PERCENT + GONE_PERCENT) {
        told.sendResponseHeaders(410, -1);
      } else if (dice < FAILS_PERCENT + GONE_PERCENT + HANGS_PERCENT) {
        Thread.sleep(HANG);
      }
      // The rest is hung up on without an answer.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "%d webhooks answered well, %d badly".formatted(well.get(), badly.get());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
