package dev.darkroom.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An HTTP server on a loopback socket that does exactly what a test says, however rude. */
public final class RawServer implements AutoCloseable {
  /** What to do with one connection; when it returns, the connection is closed. */
  public interface Script {
    void serve(Connection connection) throws IOException;
  }

  /** One request as it came over the wire; header names in lower case. */
  public record Request(String method, String target, Map<String, String> headers, String body) {}

  /** One answer, sent with its true Content-Length. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public static Reply json(int status, String body) {
      return new Reply(status, Map.of("Content-Type", "application/json"), body);
    }

    public Reply with(String header, String value) {
      var more = new TreeMap<>(headers);
      more.put(header, value);
      return new Reply(status, more, body);
    }
  }

  private final ServerSocket socket;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private RawServer(Script script) {
    this.script = script;
    try {
      this.socket = new ServerSocket();
      // Small, so that a long body cannot be swallowed by the kernel unread.
      socket.setReceiveBufferSize(8192);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Does what the script says with every connection. */
  public static RawServer scripted(Script script) {
    return new RawServer(script);
  }

  /** Answers every request politely and keeps connections open. */
  public static RawServer answering(Function<Request, Reply> answer) {
    return new RawServer(
        connection -> {
          for (Request request = connection.read(); request != null; request = connection.read()) {
            connection.send(answer.apply(request));
          }
        });
  }

  /** The base address, without a trailing slash. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** All requests read so far, oldest first. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** How many connections were made so far. */
  public int connections() {
    return open.size();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // The server was closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      script.serve(new Connection(connection));
    } catch (IOException e) {
      // The client hung up, as many tests want it to.
    }
  }

  /** One accepted connection. */
  public final class Connection {
    private final Socket socket;
    private final InputStream in;

    private Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Reads the next request whole; null if the client is done. */
    public @Nullable Request read() throws IOException {
      String first = line();
      if (first.isEmpty()) {
        return null;
      }
      Map<String, String> headers = new TreeMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      List<String> parts = List.of(first.split(" ", -1));
      var request = new Request(parts.get(0), parts.get(1), headers, body);
      requests.add(request);
      return request;
    }

    /** Sends a whole answer. */
    public void send(Reply reply) throws IOException {
      byte[] body = reply.body().getBytes(StandardCharsets.ISO_8859_1);
      var head = new StringBuilder("HTTP/1.1 " + reply.status() + " Said\r\n");
      reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      head.append("Content-Length: " + body.length + "\r\n\r\n");
      write(head.toString());
      out().write(body);
      out().flush();
    }

    /** Sends these characters, as Latin-1. */
    public void write(String raw) throws IOException {
      out().write(raw.getBytes(StandardCharsets.ISO_8859_1));
      out().flush();
    }

    /** Closes in good order. */
    public void close() throws IOException {
      socket.close();
    }

    /** Closes with a reset, as a killed process does. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits until the client hangs up. */
    public void awaitClose() throws IOException {
      while (in.read() >= 0) {
        // Whatever else it says is of no interest.
      }
    }

    private OutputStream out() throws IOException {
      return socket.getOutputStream();
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }
  }
}
