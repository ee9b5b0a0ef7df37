package dev.darkroom.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Stands before an HTTP server and lets requests through, or does what a test says instead. */
public final class FaultyProxy implements AutoCloseable {
  /** What becomes of a request. */
  public sealed interface Way {
    /** It reaches the server, and its answer the client. */
    record Passes() implements Way {}

    /** The server never sees it; the body is one of S3's errors. */
    record Answers(int status, String code) implements Way {}

    /** After so many bytes of its body the connection breaks; the server never sees it. */
    record CutsRequest(int bytes) implements Way {}

    /** After so many bytes of the answer's body the connection ends in good order. */
    record CutsAnswer(int bytes) implements Way {}

    /** The server never sees it, and nobody answers until the client hangs up. */
    record Hangs() implements Way {}
  }

  /** Says what becomes of a request with this first line. */
  public interface Rule {
    Way way(String method, String target);
  }

  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  private final URI to;
  private final ServerSocket socket;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Rule rule = (_, _) -> new Way.Passes();

  public FaultyProxy(URI to) throws IOException {
    this.to = to;
    this.socket = new ServerSocket();
    // Small, so that a long body cannot be swallowed by the kernel unread.
    socket.setReceiveBufferSize(8192);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(this::accept);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** From now on. */
  public void rule(Rule next) {
    rule = next;
  }

  /** The next requests that begin so go this way, all others pass. */
  public void next(int times, String beginning, Way way) {
    AtomicInteger left = new AtomicInteger(times);
    rule((method, target) -> hits(left, method + " " + target, beginning) ? way : new Way.Passes());
  }

  private static boolean hits(AtomicInteger left, String line, String beginning) {
    return line.startsWith(beginning) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  /** The first lines of all requests so far, as {@code GET /path?query}. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      String[] line = head.lines().findFirst().orElseThrow().split(" ", -1);
      asked.add(line[0] + " " + line[1]);
      long length = length(head);
      switch (rule.way(line[0], line[1])) {
        case Way.Passes() -> pass(head, in, length, client, Long.MAX_VALUE);
        case Way.CutsAnswer(int bytes) -> pass(head, in, length, client, bytes);
        case Way.Answers(int status, String code) -> {
          pump(in, OutputStream.nullOutputStream(), length);
          client.getOutputStream().write(answer(line[0], status, code));
        }
        case Way.Hangs() -> {
          pump(in, OutputStream.nullOutputStream(), length);
          pump(in, OutputStream.nullOutputStream(), Long.MAX_VALUE);
        }
        case Way.CutsRequest(int bytes) -> {
          pump(in, OutputStream.nullOutputStream(), Math.min(length, bytes));
          client.setSoLinger(true, 0);
        }
      }
    } catch (IOException e) {
      // One of the two hung up.
    }
  }

  /** One request for each connection, so that nothing need be known of its answer. */
  private void pass(String head, InputStream in, long length, Socket client, long most)
      throws IOException {
    try (Socket server = new Socket(to.getHost(), to.getPort())) {
      open.add(server);
      String alone = head.replaceAll("(?i)\r\n(connection|upgrade|http2-settings): [^\r]*", "");
      write(server, alone.replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n"));
      Thread sending = Thread.ofVirtual().start(() -> send(in, server, length));
      InputStream back = new BufferedInputStream(server.getInputStream());
      String answer = head(back);
      // Who sends listens to the end of it only.
      sending.join();
      write(client, answer);
      pump(back, client.getOutputStream(), most);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All of a body is read, also when the server refuses it before it has come. */
  private static void send(InputStream from, Socket to, long length) {
    byte[] buffer = new byte[8192];
    boolean heard = true;
    try {
      for (long left = length; left > 0; ) {
        int count = from.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new EOFException();
        }
        left -= count;
        heard = heard && wrote(to, buffer, count);
      }
    } catch (IOException e) {
      hangUp(to);
    }
  }

  private static boolean wrote(Socket to, byte[] bytes, int count) {
    try {
      to.getOutputStream().write(bytes, 0, count);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was closed.
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] answer(String method, int status, String code) {
    String body = method.equals("HEAD") ? "" : "<Error><Code>" + code + "</Code></Error>";
    return """
        HTTP/1.1 %d Said\r
        Content-Type: application/xml\r
        Connection: close\r
        Content-Length: %d\r
        \r
        %s"""
        .formatted(status, body.length(), body)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static long length(String head) {
    UnaryOperator<String> value = line -> line.substring(line.indexOf(':') + 1).trim();
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToLong(line -> Long.parseLong(value.apply(line)))
        .findFirst()
        .orElse(0);
  }

  /** Up to and with the empty line; nothing if the other side is done. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < END.length) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static void pump(InputStream from, OutputStream to, long most) throws IOException {
    byte[] buffer = new byte[8192];
    long left = most;
    while (left > 0) {
      int count = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        return;
      }
      to.write(buffer, 0, count);
      left -= count;
    }
    to.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }
}
