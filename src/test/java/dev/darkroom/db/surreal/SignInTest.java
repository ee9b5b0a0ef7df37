package dev.darkroom.db.surreal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.darkroom.db.surreal.SurrealException.Kind;
import dev.darkroom.testing.RawServer;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that the server does not take any more, and a server that gives none. */
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

  /** One attempt is enough; a second, if a thread begins only when the first has ended. */
  @Test
  void allWhoWaitForAServerThatHangsShareOneAttempt() throws Exception {
    List<Callable<String>> callers = new ArrayList<>();
    try (RawServer hangs = RawServer.scripted(SignInTest::readAndSayNothing);
        Wire toIt = new Wire(hangs.url(), Duration.ofSeconds(1));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SignIn shared = new SignIn(toIt, SurrealServer.settings(Map.of()), Clock.systemUTC());
      for (int i = 0; i < 20; i++) {
        callers.add(shared::token);
      }
      for (Future<String> caller : threads.invokeAll(callers)) {
        ExecutionException failed = assertThrows(ExecutionException.class, caller::get);
        SurrealException told = assertInstanceOf(SurrealException.class, failed.getCause());
        assertEquals(Kind.UNKNOWN, told.kind());
      }
      int attempts = hangs.requests().size();
      assertTrue(attempts == 1 || attempts == 2, () -> attempts + " attempts");
    }
  }

  private static void readAndSayNothing(RawServer.Connection connection) throws IOException {
    connection.read();
    connection.awaitClose();
  }
}
