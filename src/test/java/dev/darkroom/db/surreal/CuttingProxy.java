package dev.darkroom.db.surreal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a SurrealDB and, when told to, keeps its answers: what was asked is done. Or it
 * keeps a question back and asks it late, when its asker has long asked again.
 */
final class CuttingProxy implements AutoCloseable {
  private static final List<String> PASSED_ON =
      List.of("Content-Type", "Accept", "Authorization", "Surreal-NS", "Surreal-DB");

  private final URI to;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger toPass = new AtomicInteger();
  private final AtomicInteger toCut = new AtomicInteger();
  private final AtomicInteger toKeepBack = new AtomicInteger();
  private final Queue<HttpRequest> keptBack = new ConcurrentLinkedQueue<>();
  private final AtomicInteger lost = new AtomicInteger();

  CuttingProxy(URI to) throws IOException {
    this.to = to;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::passOn);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next answers of queries do not arrive. */
  void cutNext(int answers) {
    cut(0, answers);
  }

  /** So many answers still arrive, then so many do not. */
  void cut(int after, int answers) {
    toPass.set(after);
    toCut.set(answers);
  }

  /** The next question of a query, after so many others, is not asked yet. */
  void keepBack(int after) {
    toPass.set(after);
    toKeepBack.set(1);
  }

  /** Asks now what was kept back. */
  void askLate() throws IOException, InterruptedException {
    HttpRequest late = Objects.requireNonNull(keptBack.poll(), "nothing was kept back");
    http.send(late, HttpResponse.BodyHandlers.discarding());
  }

  /** How many answers did not arrive. */
  int lost() {
    return lost.get();
  }

  private boolean arrives() {
    if (took(toPass) || !took(toCut)) {
      return true;
    }
    lost.incrementAndGet();
    return false;
  }

  private static boolean took(AtomicInteger from) {
    return from.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  private void passOn(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to.resolve(exchange.getRequestURI().getPath()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : PASSED_ON) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    boolean query = exchange.getRequestURI().getPath().equals("/rpc");
    try {
      if (query && toPass.get() == 0 && took(toKeepBack)) {
        keptBack.add(request.build());
        return;
      }
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (!query || arrives()) {
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
