package dev.darkroom.db.surreal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that the server does not take any more, as after its restart with another key. */
class SignInTest {
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;
  private Wire wire;
  private SignIn signIn;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/signin", this::answer);
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    wire = new Wire(url, Duration.ofSeconds(10));
    signIn = new SignIn(wire, SurrealServer.settings(Map.of()), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    wire.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String json = "{\"token\":\"a.e30.%d\"}".formatted(asked.incrementAndGet());
    byte[] body = json.getBytes(StandardCharsets.US_ASCII);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void whoeverForgetsAnOldTokenLeavesTheNewOneAlone() {
    String old = signIn.token();
    signIn.forget(old);
    String fresh = signIn.token();
    signIn.forget(old);

    assertEquals(fresh, signIn.token());
    assertEquals(2, asked.get());
  }

  /** Chance decides whether they meet; a few of these runs are enough. */
  @Test
  void manyWhoseTokenIsNotTakenAnyMoreAllGetAnother() throws Exception {
    List<Callable<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      callers.add(
          () -> {
            for (int call = 0; call < 40; call++) {
              signIn.forget(signIn.token());
            }
            return true;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(callers.size())) {
      for (Future<Boolean> caller : threads.invokeAll(callers)) {
        assertTrue(caller.get());
      }
    }
  }
}
