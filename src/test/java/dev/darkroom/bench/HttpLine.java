package dev.darkroom.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A kept connection that asks and reads whole answers at as little cost as can be. */
final class HttpLine implements AutoCloseable {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Socket socket;
  private final InputStream in;

  HttpLine(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) WITHIN.toMillis());
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * What came back.
   *
   * @param retryAfter whether it says when to try again
   */
  record Answer(int status, boolean retryAfter, String body) {}

  static byte[] get(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** A POST of JSON without other characters than those of ASCII. */
  static byte[] post(String path, String json) {
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, json.length(), json)
        .getBytes(StandardCharsets.US_ASCII);
  }

  Answer ask(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean retryAfter = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      retryAfter |= lower.startsWith("retry-after:");
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).trim());
      }
    }
    return new Answer(
        status, retryAfter, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
