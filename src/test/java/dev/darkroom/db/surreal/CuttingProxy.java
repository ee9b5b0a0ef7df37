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
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a SurrealDB and, when told to, keeps its answers: what was asked is done. */
final class CuttingProxy implements AutoCloseable {
  private static final List<String> PASSED_ON =
      List.of("Content-Type", "Accept", "Authorization", "Surreal-NS", "Surreal-DB");

  private final URI to;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger toPass = new AtomicInteger();
  private final AtomicInteger toCut = new AtomicInteger();

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

  private boolean arrives() {
    return took(toPass) || !took(toCut);
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
    try {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      boolean query = exchange.getRequestURI().getPath().equals("/rpc");
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
