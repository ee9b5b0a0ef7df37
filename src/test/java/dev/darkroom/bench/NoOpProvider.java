package dev.darkroom.bench;

import dev.darkroom.provider.Fal;
import dev.darkroom.provider.FalSettings;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * fal's queue with nothing behind it, over a real socket: it takes every request, keeps none, and
 * costs as little as possible, because it shares the processors with what is measured.
 */
final class NoOpProvider implements AutoCloseable {
  /** Any key will do. */
  static final String KEY = "bench:bench";

  private static final String PICTURE = "/picture.png";
  private static final int HEAD_BYTES_MAX = 16_384;

  private final ServerSocket socket;
  private final String status;
  private final byte[] picture;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  private NoOpProvider(String status, byte[] picture) {
    this.status = "{\"status\":\"" + status + "\",\"logs\":null}";
    this.picture = picture;
    try {
      this.socket = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("no-op-provider").start(this::accept);
  }

  /** Has finished every request by the time that somebody asks. */
  static NoOpProvider atOnce() {
    return new NoOpProvider("COMPLETED", new byte[0]);
  }

  /** The same; what it has made is always this PNG. */
  static NoOpProvider making(byte[] png) {
    return new NoOpProvider("COMPLETED", png);
  }

  /** Works on every request for ever, also on those it was never given. */
  static NoOpProvider never() {
    return new NoOpProvider("IN_PROGRESS", new byte[0]);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** A client of its own. */
  Fal client() {
    return new Fal(FalSettings.of(KEY, url(), url()));
  }

  /** How many different requests somebody has asked about. */
  int asked() {
    return asked.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Socket connection) {
    try (connection;
        InputStream in = new BufferedInputStream(connection.getInputStream())) {
      connection.setTcpNoDelay(true);
      while (true) {
        String asked = read(in);
        boolean file = asked.contains(PICTURE);
        byte[] body = file ? picture : answer(asked).getBytes(StandardCharsets.US_ASCII);
        byte[] head =
            "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(file ? "image/png" : "application/json", body.length)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] both = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, both, head.length, body.length);
        connection.getOutputStream().write(both);
      }
    } catch (IOException e) {
      // The client hung up.
    }
  }

  private String answer(String requestLine) {
    if (requestLine.startsWith("POST ")) {
      return "{\"request_id\":\"" + UUID.randomUUID() + "\"}";
    }
    int end = requestLine.indexOf("/status");
    if (end < 0) {
      return "{\"image\":{\"url\":\"" + url() + PICTURE + "\",\"content_type\":\"image/png\"}}";
    }
    asked.add(requestLine.substring(requestLine.lastIndexOf('/', end - 1) + 1, end));
    return status;
  }

  /** Reads one request; the answer is its first line. */
  private static String read(InputStream in) throws IOException {
    String first = line(in);
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).trim());
      }
    }
    in.skipNBytes(length);
    return first;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > HEAD_BYTES_MAX) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
