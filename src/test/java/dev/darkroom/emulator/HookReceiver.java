package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes webhooks over a socket, keeps what it was told, and answers as the test decides. */
final class HookReceiver implements AutoCloseable {
  private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final Answers answers;
  private final HttpServer server;

  @FunctionalInterface
  interface Answers {
    int status(Told told) throws InterruptedException;
  }

  /** One call as it came in. */
  record Told(String path, HttpExchange exchange, String body, Instant at) {
    String header(String name) {
      return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    JsonNode json() {
      return Json.parse(body);
    }

    String id() {
      return json().path("request_id").asText();
    }

    long timestamp() {
      return Long.parseLong(header("X-Fal-Webhook-Timestamp"));
    }

    /** Whether fal's four rules hold for it, with these keys. */
    boolean isGenuine(JsonNode jwks) throws GeneralSecurityException {
      if (Math.abs(at.getEpochSecond() - timestamp()) > 300) {
        return false;
      }
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
      String message =
          header("X-Fal-Webhook-Request-Id")
              + "\n"
              + header("X-Fal-Webhook-User-Id")
              + "\n"
              + header("X-Fal-Webhook-Timestamp")
              + "\n"
              + HexFormat.of().formatHex(hash);
      byte[] signature = HexFormat.of().parseHex(header("X-Fal-Webhook-Signature"));
      for (JsonNode jwk : jwks.path("keys")) {
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key(jwk));
        check.update(message.getBytes(StandardCharsets.UTF_8));
        if (check.verify(signature)) {
          return true;
        }
      }
      return false;
    }

    private static PublicKey key(JsonNode jwk) throws GeneralSecurityException {
      byte[] raw = Base64.getUrlDecoder().decode(jwk.path("x").asText());
      byte[] encoded = new byte[X509_HEAD.length + raw.length];
      System.arraycopy(X509_HEAD, 0, encoded, 0, X509_HEAD.length);
      System.arraycopy(raw, 0, encoded, X509_HEAD.length, raw.length);
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
  }

  HookReceiver(int port, Answers answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    server.setExecutor(handlers);
    server.start();
  }

  HookReceiver(Answers answers) throws IOException {
    this(0, answers);
  }

  /** Answers these, one after the other, and then 200. */
  static HookReceiver answering(int... statuses) throws IOException {
    var next = new AtomicInteger();
    return new HookReceiver(
        _ -> {
          int place = next.getAndIncrement();
          return place < statuses.length ? statuses[place] : 200;
        });
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    var call =
        new Told(
            exchange.getRequestURI().getPath(),
            exchange,
            new String(body, StandardCharsets.UTF_8),
            Instant.now());
    told.add(call);
    try {
      int status = answers.status(call);
      if (status / 100 == 3) {
        exchange.getResponseHeaders().set("Location", "/elsewhere");
      }
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  List<Told> told() {
    return List.copyOf(told);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** A model with this receiver behind it. */
  String with(String model) {
    URI url = URI.create("http://127.0.0.1:" + port() + "/hook?job=1");
    return model + "?fal_webhook=" + URLEncoder.encode(url.toString(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }
}
